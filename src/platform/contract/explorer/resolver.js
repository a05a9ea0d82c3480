/**
 * Swagger UI's own resolver reads the whole contract anew for every operation that is opened, which takes seconds of the
 * main thread. This one follows the references of that operation; one that leads back to where it stands is left.
 */
export const resolver = (contract) => () => {
  const find = (path) => path.reduce((node, name) => node?.[name], contract)
  const named = (reference) => find(reference.slice('#/'.length).split('/'))

  function resolved(node, within) {
    if (typeof node !== 'object' || node === null) return node
    if (Array.isArray(node)) return node.map((each) => resolved(each, within))
    if (typeof node.$ref === 'string' && !within.includes(node.$ref)) {
      const { $ref, ...beside } = node
      return resolved({ ...named($ref), ...beside }, [...within, $ref])
    }
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, resolved(value, within)]))
  }

  const requestResolvedSubtree =
    (_original, { specActions, specSelectors }) =>
    (path) => {
      if (specSelectors.specResolvedSubtree(path) === undefined) specActions.updateResolvedSubtree(path, resolved(find(path), []))
    }
  return { statePlugins: { spec: { wrapActions: { requestResolvedSubtree } } } }
}
