/** Starts Swagger UI: the contract in the chosen language, our parts in place of its own, and the demo's key where there is one. */
import { authorizeDialog } from './authorize.js'
import { findOperations } from './find.js'
import { language, rememberLanguage } from './language.js'
import { layout } from './layout.js'
import { mended } from './mended.js'
import { requestAsCode } from './request-as-code.js'
import { javascript, python } from './snippets.js'

/** Swagger UI's dark theme is a class; the system says when. */
function followColorScheme() {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
  dark.addEventListener('change', follow)
  follow()
}

function askInLanguage(request) {
  if (!request.loadSpec) request.headers['Accept-Language'] = language
  return request
}

followColorScheme()
rememberLanguage()
const { key: demoKey } = await (await fetch('/docs/demo.json')).json()

SwaggerUIBundle({
  dom_id: '#explorer',
  url: `/v1/openapi.json?lang=${language}`,
  layout: 'ExplorerLayout',
  plugins: [
    layout(demoKey),
    authorizeDialog(demoKey),
    requestAsCode,
    findOperations,
    mended,
    () => ({ fn: { requestSnippetGenerator_javascript: javascript, requestSnippetGenerator_python: python } }),
  ],
  requestInterceptor: askInLanguage,
  requestSnippetsEnabled: true,
  requestSnippets: {
    languages: ['curl_bash', 'javascript', 'python'],
    generators: {
      curl_bash: { title: 'curl', syntax: 'bash' },
      javascript: { title: 'JavaScript', syntax: 'javascript' },
      python: { title: 'Python', syntax: 'python' },
    },
  },
  // Closed groups are a table of contents of twelve lines, and twelve stops for a keyboard instead of some 270.
  docExpansion: 'none',
  filter: true,
  deepLinking: true,
  persistAuthorization: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // Every shape stands at the operation that uses it; as one more list they only lengthen the page.
  defaultModelsExpandDepth: -1,
  defaultModelExpandDepth: 2,
  validatorUrl: null,
})
