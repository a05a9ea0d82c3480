/** The executed request (an immutable map of url, method, headers and body) as code that can be pasted and run, in the language that was chosen last. */
const words = document.querySelector('main').dataset
const kept = 'binakarya-snippet'

const written = (value) => JSON.stringify(value, null, 2)
const indented = (lines) => lines.map((line) => `  ${line.replaceAll('\n', '\n  ')},\n`).join('')

/** JSON is JavaScript as it is; any other body is a string. */
function javascript(request) {
  const { url, method, headers, body } = request.toJS()
  const options = [`method: ${written(method)}`, `headers: ${written(headers)}`]
  if (body !== undefined) options.push(`body: ${headers['Content-Type'] === 'application/json' ? `JSON.stringify(${body})` : written(body)}`)
  return `const response = await fetch(${written(url)}, {\n${indented(options)}})\nconsole.log(response.status, await response.text())\n`
}

/** Headers are the same in Python. Three quotes do not stand in JSON, so that it can stay what it is. */
function python(request) {
  const { url, method, headers, body } = request.toJS()
  const given = [written(url), `headers=${written(headers)}`, 'timeout=10']
  if (body !== undefined) given.push(`data=r"""${body}""".encode()`)
  return `import requests\n\nresponse = requests.${method.toLowerCase()}(\n${indented(given)})\nprint(response.status_code, response.text)\n`
}

export function requestAsCode({ React }) {
  const h = React.createElement

  function RequestSnippets({ request, fn }) {
    const writers = { curl: fn.requestSnippetGenerator_curl_bash, JavaScript: javascript, Python: python }
    const [language, setLanguage] = React.useState(localStorage.getItem(kept) ?? 'curl')
    const [copied, setCopied] = React.useState('')
    const code = writers[language](request)
    const choose = (name) => {
      localStorage.setItem(kept, name)
      setLanguage(name)
    }
    const button = (text, onClick, pressed) => h('button', { key: text, type: 'button', className: 'btn', 'aria-pressed': pressed, onClick }, text)
    return h(
      'section',
      { className: 'snippets' },
      h('h4', null, words.request),
      Object.keys(writers).map((name) => button(name, () => choose(name), name === language)),
      button(copied === code ? words.copied : words.copy, () => navigator.clipboard.writeText(code).then(() => setCopied(code))),
      h('pre', { className: 'microlight' }, code),
    )
  }
  return { components: { RequestSnippets } }
}
