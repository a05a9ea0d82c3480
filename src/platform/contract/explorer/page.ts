/** The page of the explorer in one language: what does not move is written here, the operations are Swagger UI's. */
import { Html, html, style } from '../html-page.ts'
import { type Language, phrase, say, type Text, translated } from '../language.ts'
import { allTags } from '../tags.ts'

/** What Swagger UI says itself. */
const words = [
  ...[phrase`Parameters`, phrase`No parameters`, phrase`Responses`, phrase`Execute`, phrase`Clear`, phrase`Try it out`],
  ...[phrase`Cancel`, phrase`Name`, phrase`Description`, phrase`Code`, phrase`Details`, phrase`Links`],
  ...[phrase`No links`, phrase`Response body`, phrase`Response headers`, phrase`Request URL`, phrase`Request duration`, phrase`Server response`],
  ...[phrase`Example Value`, phrase`Schema`, phrase`Media type`, phrase`Download`, phrase`required`],
]

/** Those words and the names of groups, by what they are in English; none on the English page. */
function wordsIn(language: Language): Record<string, string> {
  if (language === 'en') return {}
  const names = allTags().map(({ name }) => [name, translated(name, language)])
  return Object.fromEntries([...words.map((word) => [word.template, say(word, language)]), ...names])
}

/** @param assets the path under which its styles and scripts are. */
export function explorerPage(language: Language, assets: string, hasDemo: boolean): string {
  const t = (text: Text) => say(text, language)
  const documents = [
    ['/docs/guides', t(phrase`Guides`)],
    ['/v1/glossary', t(phrase`Glossary`)],
    ['/v1/changelog', t(phrase`Changelog`)],
    [`/v1/openapi.json?lang=${language}`, 'OpenAPI JSON'],
    [`/v1/openapi.yaml?lang=${language}`, 'YAML'],
  ].map(([href = '', text = '']) => html`<a href="${href}">${text}</a>`)
  const edition = (lang: Language, name: string) =>
    html`<a href="/docs?lang=${lang}" lang="${lang}" hreflang="${lang}" aria-current="${String(lang === language)}">${name}</a>`
  const demo = html`<aside aria-label="Demo">${t(phrase`This is a demo: all persons are made up. Press Authorize twice, then Execute.`)}</aside>`
  const demoKey = html`<p>${t(phrase`The key of the demo is filled in already.`)}</p>`
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>BinaKarya API</title>
    <link rel="icon" type="image/svg+xml" href="${assets}/icon.svg">
    <style>${new Html(style)}</style>
    <link rel="stylesheet" href="${assets}/explorer.css">
    <script src="${assets}/swagger-ui-bundle.js" defer></script>
    <script src="${assets}/explorer.js" type="module"></script>
  </head>
  <body>
    <header>
      <a class="skip" href="#explorer">${t(phrase`Skip to the operations`)}</a>
      <img src="${assets}/icon.svg" alt="" width="28" height="28"><b>BinaKarya</b>
      <nav aria-label="${t(phrase`Documents`)}">${documents}</nav>
      <nav aria-label="${t(phrase`Language`)}">${edition('en', 'English')} ${edition('id', 'Bahasa Indonesia')}</nav>
    </header>
    ${hasDemo ? demo : ''}
    <main
      data-operations="${t(phrase`Operations`)}"
      data-body="${t(phrase`Request body`)}"
      data-example="${t(phrase`Example`)}"
      data-request="${t(phrase`The request as code`)}"
      data-copy="${t(phrase`Copy`)}"
      data-copied="${t(phrase`Copied`)}"
      data-words="${JSON.stringify(wordsIn(language))}"
      data-failed="${t(phrase`The contract could not be loaded. Is the server running?`)}">
      <p><label for="find">${t(phrase`Find an operation`)}</label>
      <input id="find" type="search" data-nothing="${t(phrase`No operation matches.`)}">
      <span role="status">${t(phrase`Loading the contract …`)}</span></p>
      <div id="explorer"></div>
      <noscript>This page needs JavaScript. The contract is also at <a href="/v1/openapi.json">/v1/openapi.json</a>.</noscript>
    </main>
    <dialog aria-labelledby="dialog-title">
      <form method="dialog">
        <h2 id="dialog-title">${t(phrase`Authorize`)}</h2>
        ${hasDemo ? demoKey : ''}
        <label>${t(phrase`API key`)} <input name="key" autocomplete="off" spellcheck="false"></label>
        <details>
          <summary>${t(phrase`Or get an access token with a client and its secret`)}</summary>
          <label>${t(phrase`Client id`)} <input name="client" autocomplete="off" spellcheck="false"></label>
          <label>${t(phrase`Client secret`)} <input name="secret" type="password" autocomplete="off"></label>
          <p>${t(phrase`The token is good for ten minutes.`)}</p>
        </details>
        <p>${t(phrase`It is kept in this browser until you log out.`)}</p>
        <p role="alert"></p>
        <button class="btn authorize" value="authorize" autofocus>Authorize</button>
        <button class="btn" value="logout">${t(phrase`Log out`)}</button>
        <button class="btn" value="close">${t(phrase`Close`)}</button>
      </form>
    </dialog>
  </body>
</html>
`.text
}
