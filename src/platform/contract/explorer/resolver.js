/**
 * Swagger UI's own resolver reads the whole contract anew for every operation that is opened, which takes seconds of the
 * main thread. This one follows the references of that operation; one that leads back to where it stands is left.
 */
export const resolver = (contract) => () => {
  const find = (path) => path.reduce((node, name) => node?.[name], contract)

  function resolved(node, within) {
    if (typeof node !== 'object' || node === null) return node
    if (Array.isArray(node)) return node.map((each) => resolved(each, within))
    const { $ref, ...beside } = node
    if (typeof $ref === 'string' && !within.includes($ref)) return resolved({ ...find($ref.split('/').slice(1)), ...beside }, [...within, $ref])
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, resolved(value, within)]))
  }

  const requestResolvedSubtree =
    (_original, { specActions, specSelectors }) =>
    (path) => {
      if (specSelectors.specResolvedSubtree(path) === undefined) specActions.updateResolvedSubtree(path, resolved(find(path), []))
    }
  return { statePlugins: { spec: { wrapActions: { requestResolvedSubtree } } } }
}
