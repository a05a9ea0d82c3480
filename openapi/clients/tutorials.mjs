/**
 * The tutorials as a Postman collection: a folder for each workflow of workflows.arazzo.yaml, with its steps as requests in order. What a
 * step puts out is kept in a variable, which later steps name; its criteria are its tests.
 */

/** Answers in Arazzo's words and in those of a Postman script. */
const answers = [
  [/^\$statusCode$/, () => 'pm.response.code'],
  [/^\$response\.header\.(.+)$/, (name) => `pm.response.headers.get('${name}')`],
  [/^\$response\.body#\/(\w+)$/, (member) => `pm.response.json().${member}`],
]
function scriptOf(expression) {
  for (const [pattern, write] of answers) {
    const found = pattern.exec(expression)
    if (found !== null) return write(found[1])
  }
  throw new Error(`A collection cannot say ${expression}.`)
}

const event = (listen, lines) => ({ listen, script: { type: 'text/javascript', exec: lines } })

/** @param arazzo the workflows; @param document the OpenAPI document that they speak of; @param baseUrl where the server is */
export function tutorialsOf(arazzo, document, baseUrl) {
  const operations = Object.fromEntries(
    Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, { operationId }]) => [operationId, { method, path }])),
  )

  /** The requests of a workflow, and the text by which others name what it puts out. */
  function unfold(workflowId, inputs) {
    const { steps, outputs = {} } = arazzo.workflows.find((one) => one.workflowId === workflowId)
    const known = {}
    const fill = (value) =>
      String(value)
        .replace(/\{?\$inputs\.(\w+)\}?/g, (_, name) => inputs[name])
        .replace(/\$steps\.(\w+)\.outputs\.(\w+)/g, (_, step, name) => known[step][name])
    const requests = steps.flatMap((step) => {
      const given = step.parameters ?? []
      if (step.workflowId !== undefined) {
        const inner = unfold(step.workflowId, Object.fromEntries(given.map(({ name, value }) => [name, fill(value)])))
        known[step.stepId] = Object.fromEntries(Object.entries(step.outputs).map(([name, text]) => [name, inner.outputs[text.replace('$outputs.', '')]]))
        return inner.requests
      }
      const request = requestOf(step, given, fill)
      const kept = Object.entries(step.outputs ?? {}).map(([name, expression]) => [name, `${workflowId}.${step.stepId}.${name}`, scriptOf(expression)])
      known[step.stepId] = Object.fromEntries(kept.map(([name, variable]) => [name, `{{${variable}}}`]))
      const tests = step.successCriteria.map(({ condition }) => {
        const [left, right] = condition.split(' == ')
        return `pm.test(${JSON.stringify(condition)}, () => pm.expect(${scriptOf(left)}).to.equal(${right}))`
      })
      return [
        { name: step.stepId, request, event: [event('test', [...tests, ...kept.map(([, name, value]) => `pm.collectionVariables.set('${name}', ${value})`)])] },
      ]
    })
    return { requests, outputs: Object.fromEntries(Object.entries(outputs).map(([name, text]) => [name, fill(text)])) }
  }

  function requestOf({ description, operationId, requestBody }, given, fill) {
    const { method, path } = operations[operationId]
    const those = (where) => given.filter((one) => one.in === where).map(({ name, value }) => ({ key: name, value: fill(value) }))
    const query = those('query').map(({ key, value }) => `${key}=${value}`)
    const asked = those('path').reduce((whole, { key, value }) => whole.replace(`{${key}}`, value), path)
    const type = requestBody === undefined ? [] : [{ key: 'Content-Type', value: requestBody.contentType }]
    return {
      description,
      method: method.toUpperCase(),
      url: `{{baseUrl}}${asked}${query.length === 0 ? '' : `?${query.join('&')}`}`,
      header: [...type, ...those('header')],
      ...(requestBody === undefined ? {} : { body: { mode: 'raw', raw: fill(JSON.stringify(requestBody.payload, null, 2)) } }),
    }
  }

  return {
    info: {
      name: 'BinaKarya tutorials',
      description: `${arazzo.info.description}\nHere they are a collection: set \`bearerToken\` to an API key, and run a folder or all of them.`,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{bearerToken}}', type: 'string' }] },
    variable: [
      { key: 'baseUrl', value: baseUrl },
      { key: 'bearerToken', value: '' },
    ],
    item: arazzo.workflows.map(({ workflowId, summary, description }) => {
      const [first, ...others] = unfold(workflowId, { run: '{{run}}' }).requests
      const begin = event('prerequest', ["pm.collectionVariables.set('run', Date.now().toString())"])
      return { name: summary, description, item: [{ ...first, event: [begin, ...first.event] }, ...others] }
    }),
  }
}
