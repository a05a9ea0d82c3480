/** The executed request as code, in the language that was chosen last. */
import { words } from './language.js'

const kept = 'binakarya-snippet'

export function requestAsCode({ React }) {
  const h = React.createElement

  function RequestSnippets({ request, requestSnippetsSelectors, getComponent }) {
    const generators = requestSnippetsSelectors.getSnippetGenerators()
    const [chosen, choose] = React.useState(localStorage.getItem(kept))
    const [copied, setCopied] = React.useState(false)
    const name = generators.has(chosen) ? chosen : generators.keySeq().first()
    const generator = generators.get(name)
    const code = generator.get('fn')(request)
    const Highlighted = getComponent('SyntaxHighlighter', true)
    const button = (key, pressed, text, onClick) => h('button', { key, type: 'button', className: 'btn', 'aria-pressed': pressed, onClick }, text)
    const show = (id) => {
      localStorage.setItem(kept, id)
      choose(id)
      setCopied(false)
    }
    const copy = () => navigator.clipboard.writeText(code).then(() => setCopied(true))
    const plain = ({ children, PlainTextViewer }) => h(PlainTextViewer, { className: 'curl' }, children)
    return h(
      'section',
      { className: 'explorer-snippets', 'aria-label': words.request },
      h('h4', null, words.request),
      h(
        'div',
        { className: 'explorer-buttons' },
        generators
          .entrySeq()
          .map(([id, each]) => button(id, id === name, each.get('title'), () => show(id)))
          .toArray(),
        button('copy', undefined, copied ? words.copied : words.copy, copy),
      ),
      h(Highlighted, { language: generator.get('syntax'), className: 'curl microlight', renderPlainText: plain }, code),
    )
  }
  return { components: { RequestSnippets } }
}
