import { said } from './words.js'

/** The layout of the page, and what stock Swagger UI withholds from a keyboard or a screen reader. */
const words = document.querySelector('main').dataset

/** Controls without a name, tables that say they are none, boxes that scroll and take no focus: their components offer no place to say it. */
const mends = [
  ['.opblock-tag button', (button) => ({ 'aria-label': said(button.closest('.opblock-tag').dataset.tag) })],
  ['tr[data-param-name] :is(input, select, textarea)', (input) => ({ 'aria-label': input.closest('tr').dataset.paramName })],
  ['.opblock-section-request-body :is(select, textarea)', () => ({ 'aria-label': words.body })],
  ['.responses-wrapper select', () => ({ 'aria-label': words.example })],
  ['table[role=region]', () => ({ role: 'table' })],
  ['pre', () => ({ tabindex: '0' })],
]

function mend() {
  for (const [selector, attributesOf] of mends)
    for (const element of document.querySelectorAll(selector))
      for (const [name, value] of Object.entries(attributesOf(element))) if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

export function parts({ React }) {
  const h = React.createElement
  new MutationObserver(mend).observe(document.getElementById('explorer'), { childList: true, subtree: true })

  function Page({ specSelectors, getComponent }) {
    if (specSelectors.specJson().isEmpty()) return null
    const part = (name) => h(getComponent(name, true))
    const operations = h('h2', null, words.operations)
    return h('div', { className: 'swagger-ui' }, part('AuthorizeBtnContainer'), part('InfoContainer'), part('errors'), operations, part('operations'))
  }

  // A link would stand inside the button that opens the operation; the address is set by opening it.
  const DeepLink = ({ text }) => text

  /** Every operation has some ten problem answers of one shape: each is a line, and shows its example when asked. */
  const response = (Original) => (props) => {
    const { code } = props
    const [open, setOpen] = React.useState(false)
    if (Number(code) < 400 || open) return h(Original, props)
    const show = h('button', { type: 'button', className: 'btn', 'aria-label': `${words.example} ${code}`, onClick: () => setOpen(true) }, words.example)
    // As Markdown each of them would be parsed and cleaned: half the time of opening an operation.
    return h('tr', { className: 'response' }, ...[code, props.response.get('description').replaceAll('`', ''), show].map((cell) => h('td', null, cell)))
  }
  return { components: { Page, DeepLink }, wrapComponents: { response } }
}
