/** Starts Swagger UI: the contract in the language of the page, our parts in place of its own, and the demo's key where there is one. */
import { authorization, restoreAuthorization } from './authorization.js'
import { parts } from './parts.js'
import { requestAsCode } from './request-as-code.js'
import { resolver } from './resolver.js'
import { search } from './search.js'
import { inLanguage } from './words.js'

const kept = 'binakarya-language'
const language = document.documentElement.lang
const addressIn = (lang) => `${location.pathname}?lang=${lang}${location.hash}`

const loaded = (url) => fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))

async function start() {
  localStorage.setItem(kept, language)
  history.replaceState(history.state, '', addressIn(language))
  // A language can be opened beside the other; the place on the page is taken along at the last moment.
  for (const link of document.querySelectorAll('[hreflang]')) link.addEventListener('click', () => Object.assign(link, { href: addressIn(link.lang) }))
  const [contract, demo] = await Promise.all([loaded(`/v1/openapi.json?lang=${language}`), loaded('/docs/demo.json')])
  document.querySelector('dialog [name=key]').value = demo.key ?? ''
  const swagger = SwaggerUIBundle({
    dom_id: '#explorer',
    layout: 'Page',
    plugins: [parts, inLanguage, search, authorization, requestAsCode, resolver(contract)],
    requestInterceptor: (request) => Object.assign(request.headers, { 'Accept-Language': language }) && request,
    // Closed groups are a table of contents of a few lines, and as many stops for a keyboard instead of some 270.
    docExpansion: 'none',
    deepLinking: true,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    requestSnippetsEnabled: true,
    // Colours cost as much time as all else in an example.
    syntaxHighlight: { activated: false },
  })
  // Given as an object: as text it would be read as YAML, which takes a second.
  swagger.specActions.updateJsonSpec(contract)
  restoreAuthorization(swagger)
}

/** Chosen before, and not said in the address. */
const remembered = new URLSearchParams(location.search).has('lang') ? null : localStorage.getItem(kept)
const state = document.querySelector('[role=status]')
if (remembered !== null && remembered !== language) location.replace(addressIn(remembered))
else
  start().then(
    () => state.replaceChildren(),
    () => state.replaceChildren(document.querySelector('main').dataset.failed),
  )
