/** What stands around the operations, and the box that finds them by anything that is written on their line. */
const words = document.getElementById('explorer').dataset

const textOf = (item, tag) =>
  [tag, item.get('method'), item.get('path'), item.getIn(['operation', 'operationId']), item.getIn(['operation', 'summary'])].join(' ').toLowerCase()

function opsFilter(taggedOperations, phrase) {
  const parts = phrase.toLowerCase().split(/\s+/)
  return taggedOperations
    .map((group, tag) => group.update('operations', (items) => items.filter((item) => parts.every((part) => textOf(item, tag).includes(part)))))
    .filter((group) => group.get('operations').size > 0)
}

/** Groups are open while a phrase finds something in them. */
const isShown =
  (original, { layoutSelectors }) =>
  (_state, what, ...otherwise) => {
    const phrase = layoutSelectors.currentFilter()
    return (what[0] === 'operations-tag' && typeof phrase === 'string' && phrase !== '') || original(what, ...otherwise)
  }

export function contractPage({ React }) {
  const h = React.createElement

  function FilterContainer({ layoutActions, layoutSelectors, specSelectors }) {
    const phrase = layoutSelectors.currentFilter()
    const found = specSelectors.taggedOperations().size
    return h(
      'label',
      { className: 'find' },
      words.filter,
      h('input', { type: 'search', value: phrase === true ? '' : phrase, onChange: (event) => layoutActions.updateFilter(event.target.value) }),
      h('span', { role: 'status' }, found === 0 ? words.nothing : ''),
    )
  }

  function ContractPage({ specSelectors, getComponent }) {
    if (specSelectors.specJson().isEmpty()) return null
    const part = (name) => h(getComponent(name, true))
    return h(
      'div',
      { className: 'swagger-ui' },
      part('InfoContainer'),
      h('h2', null, words.operations),
      h('div', { className: 'tools' }, part('FilterContainer'), part('AuthorizeBtnContainer')),
      part('errors'),
      h('div', { id: 'operations', tabIndex: -1 }, part('operations')),
    )
  }

  // The hash belongs to Swagger UI's deep links.
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault()
    document.getElementById('operations')?.focus()
  })
  return { fn: { opsFilter }, components: { FilterContainer, ContractPage }, statePlugins: { layout: { wrapSelectors: { isShown } } } }
}
