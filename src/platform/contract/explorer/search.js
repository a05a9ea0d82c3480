/** The box that finds operations by anything that is written on their line. */
const lineOf = (item, tag) =>
  [tag, item.get('method'), item.get('path'), item.getIn(['operation', 'operationId']), item.getIn(['operation', 'summary'])].join(' ').toLowerCase()

function opsFilter(taggedOperations, phrase) {
  const words = phrase.toLowerCase().split(/\s+/)
  return taggedOperations
    .map((group, tag) => group.update('operations', (items) => items.filter((item) => words.every((word) => lineOf(item, tag).includes(word)))))
    .filter((group) => group.get('operations').size > 0)
}

export function search({ getSystem }) {
  document.getElementById('find').addEventListener('input', ({ target }) => {
    const { layoutActions, specSelectors } = getSystem()
    layoutActions.updateFilter(target.value)
    const found = specSelectors.taggedOperations()
    for (const tag of found.keys()) layoutActions.show(['operations-tag', tag], target.value !== '')
    document.querySelector('[role=status]').textContent = found.size === 0 ? target.dataset.nothing : ''
  })
  return { fn: { opsFilter } }
}
