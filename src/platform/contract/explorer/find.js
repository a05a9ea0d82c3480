/** A box that finds operations by anything that is written on their line, and opens the groups where they are. */
import { words } from './language.js'

const textOf = (item, tag) =>
  [tag, item.get('method'), item.get('path'), item.getIn(['operation', 'operationId']), item.getIn(['operation', 'summary'])].join(' ').toLowerCase()

function opsFilter(taggedOperations, phrase) {
  const parts = phrase.toLowerCase().split(/\s+/)
  return taggedOperations
    .map((group, tag) => group.update('operations', (items) => items.filter((item) => parts.every((part) => textOf(item, tag).includes(part)))))
    .filter((group) => group.get('operations').size > 0)
}

export function findOperations({ React }) {
  const h = React.createElement
  function FilterContainer({ layoutActions, layoutSelectors, specSelectors }) {
    const phrase = layoutSelectors.currentFilter()
    const found = specSelectors.taggedOperations().size
    return h(
      'label',
      { className: 'explorer-find' },
      h('span', null, words.filter),
      h('input', { type: 'search', value: phrase === true ? '' : phrase, onChange: (event) => layoutActions.updateFilter(event.target.value) }),
      h('span', { role: 'status' }, found === 0 ? words.nothing : ''),
    )
  }
  const isShown =
    (original, system) =>
    (_state, what, ...otherwise) => {
      const phrase = system.layoutSelectors.currentFilter()
      return (what[0] === 'operations-tag' && typeof phrase === 'string' && phrase !== '') || original(what, ...otherwise)
    }
  return { fn: { opsFilter }, components: { FilterContainer }, statePlugins: { layout: { wrapSelectors: { isShown } } } }
}
