/** Says Swagger UI's own words, and the names of groups, in the language of the page: its components offer no place for it. */
const words = JSON.parse(document.querySelector('main').dataset.words)

export const said = (text) => words[text] ?? text

/** What is data stays as it is. */
const isData = (node) => node.parentElement?.closest('pre, code, textarea, select, .parameter__name, .prop-name, .model') != null

function translate(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = root.nodeType === Node.TEXT_NODE ? root : texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node.data.trim()
    if (text in words && !isData(node)) node.data = node.data.replace(text, words[text])
  }
}

export function inLanguage() {
  if (Object.keys(words).length === 0) return {}
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) translate(node)
  })
  observer.observe(document.getElementById('explorer'), { childList: true, subtree: true })
  return {}
}
