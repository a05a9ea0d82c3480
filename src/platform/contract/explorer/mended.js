/** What stock Swagger UI withholds from a keyboard or a screen reader, added to its components or to their elements. */
const words = document.getElementById('explorer').dataset

/** Controls without a name, tables that say they are none, boxes that scroll and take no focus: their components offer no place to say it. */
const mends = [
  ['tr[data-param-name] :is(input, select, textarea)', (element) => ({ 'aria-label': element.closest('tr').dataset.paramName })],
  ['.opblock-section-request-body :is(select, textarea)', () => ({ 'aria-label': words.body })],
  ['.responses-wrapper select', (element) => ({ 'aria-label': element.closest('.response-controls, label')?.textContent.trim() || words.contract })],
  // As regions of one name they were no landmarks, and not tables either.
  ['table[role=region]', () => ({ role: 'table' })],
  ['pre.microlight, .headers pre, .request-url pre', () => ({ tabindex: '0' })],
]

function mendElements() {
  for (const [selector, attributesOf] of mends)
    for (const element of document.querySelectorAll(selector))
      for (const [name, value] of Object.entries(attributesOf(element))) if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

export function mended({ React }) {
  const h = React.createElement
  new MutationObserver(mendElements).observe(document.body, { childList: true, subtree: true })

  // The link would stand inside the button that opens the operation; the address is set by opening it.
  const DeepLink = ({ text }) => h('span', null, text)

  /** A group whose heading is the button that opens it. */
  function OperationTag({ tag, tagObj, children, layoutSelectors, layoutActions, getComponent }) {
    const key = ['operations-tag', tag]
    const open = layoutSelectors.isShown(key, false)
    const [Markdown, Collapse] = [getComponent('Markdown', true), getComponent('Collapse')]
    const id = `operations-tag-${tag}`
    return h(
      'section',
      { className: 'opblock-tag-section', 'aria-labelledby': id, ref: (element) => element && layoutActions.readyToScroll(key, element) },
      h(
        'div',
        { className: 'opblock-tag', 'data-tag': tag, onClick: () => layoutActions.show(key, !open) },
        h('h3', null, h('button', { id, type: 'button', 'aria-expanded': open }, tag)),
        h(Markdown, { source: tagObj.getIn(['tagDetails', 'description'], '') }),
      ),
      h(Collapse, { isOpened: open }, children),
    )
  }

  /** Every operation has some ten problem answers of one shape: each is a line, and shows its example when asked. */
  const response = (Original) => (props) => {
    const { code } = props
    const [open, setOpen] = React.useState(false)
    if (Number(code) < 400 || open) return h(Original, props)
    // As Markdown each of them would be parsed and cleaned: half the time of opening an operation.
    const parts = props.response.get('description').split('`')
    return h(
      'tr',
      { className: 'response', 'data-code': code },
      h('td', { className: 'response-col_status' }, code),
      h('td', { className: 'problems' }, ...parts.map((part, at) => (at % 2 === 1 ? h('code', null, part) : part))),
      h('td', null, h('button', { type: 'button', className: 'btn', 'aria-label': `${words.example} ${code}`, onClick: () => setOpen(true) }, words.example)),
    )
  }
  return { components: { DeepLink, OperationTag }, wrapComponents: { response } }
}
