/** The executed request (an immutable map of url, method, headers and body) as code that can be pasted and run, in the language that was chosen last. */
const words = document.getElementById('explorer').dataset
const kept = 'binakarya-snippet'

const indented = (value) => JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')

/** The body as a value, or as the text it is when it is not JSON. `undefined` without one. */
function bodyOf(request) {
  const body = request.get('body')
  if (typeof body !== 'string' || body === '') return undefined
  try {
    return { json: JSON.parse(body) }
  } catch {
    return { text: body }
  }
}

function javascript(request) {
  const body = bodyOf(request)
  const options = [`  method: '${request.get('method')}'`, `  headers: ${indented(request.get('headers').toJS())}`]
  if (body) options.push(`  body: ${body.json === undefined ? JSON.stringify(body.text) : `JSON.stringify(${indented(body.json)})`}`)
  return `const response = await fetch(${JSON.stringify(request.get('url'))}, {\n${options.join(',\n')},\n})\nconsole.log(response.status, await response.text())\n`
}

/** A JSON value as Python writes it. */
function literal(value, margin) {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value !== 'object') return JSON.stringify(value)
  const inner = `${margin}    `
  const parts = Array.isArray(value)
    ? value.map((each) => literal(each, inner))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${literal(each, inner)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return parts.length === 0 ? open + close : `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${margin}${close}`
}

function python(request) {
  const body = bodyOf(request)
  const given = [JSON.stringify(request.get('url')), `headers=${literal(request.get('headers').toJS(), '    ')}`]
  if (body) given.push(body.json === undefined ? `data=${JSON.stringify(body.text)}` : `json=${literal(body.json, '    ')}`)
  const call = `requests.${request.get('method').toLowerCase()}(\n${given.map((each) => `    ${each},\n`).join('')}    timeout=10,\n)`
  return `import requests\n\nresponse = ${call}\nprint(response.status_code, response.text)\n`
}

export function requestAsCode({ React }) {
  const h = React.createElement

  function RequestSnippets({ request, fn }) {
    const writers = { curl: fn.requestSnippetGenerator_curl_bash, JavaScript: javascript, Python: python }
    const [chosen, choose] = React.useState(localStorage.getItem(kept))
    const [copied, setCopied] = React.useState('')
    const language = chosen in writers ? chosen : 'curl'
    const code = writers[language](request)
    const show = (name) => {
      localStorage.setItem(kept, name)
      choose(name)
    }
    const button = (text, onClick, pressed) => h('button', { key: text, type: 'button', className: 'btn', 'aria-pressed': pressed, onClick }, text)
    return h(
      'section',
      { className: 'snippets', 'aria-label': words.request },
      h('h4', null, words.request),
      h(
        'div',
        { className: 'buttons' },
        Object.keys(writers).map((name) => button(name, () => show(name), name === language)),
        button(copied === code ? words.copied : words.copy, () => navigator.clipboard.writeText(code).then(() => setCopied(code))),
      ),
      h('pre', { className: 'microlight', tabIndex: 0 }, code),
    )
  }
  return { components: { RequestSnippets } }
}
