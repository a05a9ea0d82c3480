/** The page around the operations: brand, language, the demo's line, and the box that finds operations. */
import { addressIn, language, languages, words } from './language.js'

export const layout =
  (demoKey) =>
  ({ React }) => {
    const h = React.createElement

    /** Links, so that a language can be opened beside the other; the place on the page is taken along at the last moment. */
    const languageLink = ([lang, name]) =>
      h(
        'a',
        {
          key: lang,
          lang,
          hrefLang: lang,
          href: addressIn(lang),
          'aria-current': lang === language ? 'true' : undefined,
          onClick: (event) => {
            event.currentTarget.href = addressIn(lang)
          },
        },
        name,
      )

    const header = () =>
      h(
        'header',
        { className: 'explorer-header' },
        h('a', { className: 'explorer-skip', href: '#operations', onClick: skip }, words.skip),
        h('span', { className: 'explorer-brand' }, h('img', { src: '/docs/icon.svg', alt: '', width: 28, height: 28 }), 'BinaKarya'),
        h(
          'nav',
          { 'aria-label': words.contract },
          h('a', { href: `/v1/openapi.json?lang=${language}` }, 'OpenAPI JSON'),
          h('a', { href: `/v1/openapi.yaml?lang=${language}` }, 'YAML'),
        ),
        h('nav', { 'aria-label': words.language, className: 'explorer-languages' }, Object.entries(languages).map(languageLink)),
      )

    /** The hash belongs to Swagger UI's deep links. */
    function skip(event) {
      event.preventDefault()
      document.getElementById('operations').focus()
    }

    function Contract({ getComponent }) {
      const [Info, AuthorizeButton, Filter, Operations, Errors] = ['InfoContainer', 'AuthorizeBtnContainer', 'FilterContainer', 'operations', 'errors'].map(
        (name) => getComponent(name, true),
      )
      return h(
        React.Fragment,
        null,
        h(Info),
        h('h2', null, words.operations),
        h('div', { className: 'explorer-tools' }, h(Filter), h(AuthorizeButton)),
        h(Errors),
        h('div', { id: 'operations', tabIndex: -1 }, h(Operations)),
      )
    }

    function ExplorerLayout({ specSelectors, getComponent }) {
      const failed = specSelectors.loadingStatus() === 'failed'
      const ready = !failed && specSelectors.specStr() !== '' && specSelectors.loadingStatus() === 'success'
      return h(
        'div',
        { className: 'swagger-ui' },
        header(),
        demoKey && h('aside', { className: 'explorer-demo', 'aria-label': 'Demo' }, words.demo),
        h(
          'main',
          { className: 'wrapper' },
          ready
            ? h(Contract, { getComponent })
            : h('p', { className: 'explorer-state', role: failed ? 'alert' : 'status' }, failed ? words.failed : words.loading),
        ),
      )
    }

    return { components: { ExplorerLayout } }
  }
