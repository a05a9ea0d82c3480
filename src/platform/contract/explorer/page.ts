/** The page of the explorer in one language: what does not move is written here, the operations are Swagger UI's. */
import { html } from '../html-page.ts'
import { type Language, phrase, say, type Text } from '../language.ts'

const names: Record<Language, string> = { en: 'English', id: 'Bahasa Indonesia' }

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
  const languages = Object.entries(names).map(
    ([lang, name]) => html`<a href="/docs?lang=${lang}" lang="${lang}" hreflang="${lang}" aria-current="${lang === language ? 'true' : 'false'}">${name}</a>`,
  )
  const demo = html`<aside aria-label="Demo">${t(phrase`This is a demo: all persons are made up. Press Authorize twice, then Execute.`)}</aside>`
  const keyStays = html`${t(phrase`It is kept in this browser until you log out.`)}`
  const close = html`<button class="btn" value="close" formnovalidate>${t(phrase`Close`)}</button>`
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>BinaKarya API</title>
    <meta name="description" content="${t(phrase`BinaKarya API: read every operation and try it out.`)}">
    <link rel="icon" type="image/svg+xml" href="${assets}/icon.svg">
    <link rel="stylesheet" href="${assets}/explorer.css">
    <script src="${assets}/swagger-ui-bundle.js" defer></script>
    <script src="${assets}/explorer.js" type="module"></script>
  </head>
  <body>
    <header>
      <a class="skip" href="#operations">${t(phrase`Skip to the operations`)}</a>
      <span class="brand"><img src="${assets}/icon.svg" alt="" width="28" height="28">BinaKarya</span>
      <nav aria-label="${t(phrase`Documents`)}">${documents}</nav>
      <nav class="languages" aria-label="${t(phrase`Language`)}">${languages}</nav>
    </header>
    ${hasDemo ? demo : ''}
    <main id="explorer"
      data-failed="${t(phrase`The contract could not be loaded. Is the server running?`)}"
      data-operations="${t(phrase`Operations`)}"
      data-filter="${t(phrase`Find an operation`)}"
      data-nothing="${t(phrase`No operation matches.`)}"
      data-contract="${t(phrase`Contract`)}"
      data-body="${t(phrase`Request body`)}"
      data-example="${t(phrase`Example`)}"
      data-request="${t(phrase`The request as code`)}"
      data-copy="${t(phrase`Copy`)}"
      data-copied="${t(phrase`Copied`)}">
      <p role="status">${t(phrase`Loading the contract …`)}</p>
      <noscript><p>This page needs JavaScript. The contract is also at <a href="/v1/openapi.json">/v1/openapi.json</a>.</p></noscript>
    </main>
    <dialog aria-labelledby="explorer-title">
      <h2 id="explorer-title">${t(phrase`Authorize`)}</h2>
      <form method="dialog" id="explorer-ask">
        <label for="explorer-key">${t(phrase`API key`)}</label>
        <input id="explorer-key" name="key" autocomplete="off" spellcheck="false" aria-describedby="explorer-note">
        <p id="explorer-note">${hasDemo ? t(phrase`The key of the demo is filled in already.`) : ''} ${keyStays}</p>
        <details>
          <summary>${t(phrase`Or get an access token with a client and its secret`)}</summary>
          <label for="explorer-client">${t(phrase`Client id`)}</label>
          <input id="explorer-client" name="client" autocomplete="off" spellcheck="false">
          <label for="explorer-secret">${t(phrase`Client secret`)}</label>
          <input id="explorer-secret" name="secret" type="password" autocomplete="off">
          <p>${t(phrase`The token is good for ten minutes.`)}</p>
        </details>
        <p role="alert"></p>
        <p class="buttons"><button class="btn authorize" value="authorize" autofocus>Authorize</button>${close}</p>
      </form>
      <form method="dialog" id="explorer-authorized">
        <p>${t(phrase`A key is in use.`)}</p>
        <p class="buttons"><button class="btn authorize" value="logout" autofocus>${t(phrase`Log out`)}</button>${close}</p>
      </form>
    </dialog>
  </body>
</html>
`.text
}
