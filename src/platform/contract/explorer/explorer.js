/** Starts Swagger UI: the contract in the language of the page, our parts in place of its own, and the demo's key where there is one. */
import { authorization } from './authorization.js'
import { contractPage } from './contract-page.js'
import { mended } from './mended.js'
import { requestAsCode } from './request-as-code.js'
import { resolver } from './resolver.js'

const kept = 'binakarya-language'
const language = document.documentElement.lang
const addressIn = (lang) => `${location.pathname}?lang=${lang}${location.hash}`

async function loaded(url) {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(url)
  return answer.json()
}

async function start() {
  localStorage.setItem(kept, language)
  history.replaceState(history.state, '', addressIn(language))
  // A language can be opened beside the other; the place on the page is taken along at the last moment.
  for (const link of document.querySelectorAll('.languages a')) link.addEventListener('click', () => Object.assign(link, { href: addressIn(link.lang) }))
  const [contract, demo] = await Promise.all([loaded(`/v1/openapi.json?lang=${language}`), loaded('/docs/demo.json')])
  const swagger = SwaggerUIBundle({
    dom_id: '#explorer',
    layout: 'ContractPage',
    plugins: [resolver(contract), contractPage, authorization(demo.key), requestAsCode, mended],
    requestInterceptor: (request) => Object.assign(request.headers, { 'Accept-Language': language }) && request,
    // Closed groups are a table of contents of a few lines, and as many stops for a keyboard instead of some 270.
    docExpansion: 'none',
    filter: true,
    deepLinking: true,
    persistAuthorization: true,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    requestSnippetsEnabled: true,
    // Colours cost as much time as all else in an example.
    syntaxHighlight: { activated: false },
    // Every shape stands at the operation that uses it; as one more list they only lengthen the page.
    defaultModelsExpandDepth: -1,
    defaultModelExpandDepth: 2,
    validatorUrl: null,
  })
  // Given as an object: as text it would be read as YAML, which takes a second.
  swagger.specActions.updateJsonSpec(contract)
}

/** Chosen before, and not said in the address. */
const remembered = new URLSearchParams(location.search).has('lang') ? null : localStorage.getItem(kept)
if (remembered !== null && remembered !== language) location.replace(addressIn(remembered))
else
  start().catch(() => {
    const state = document.querySelector('#explorer [role=status]')
    state.role = 'alert'
    state.textContent = document.getElementById('explorer').dataset.failed
  })
