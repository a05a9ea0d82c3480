/** The explorer as a newcomer meets it: opened, authorised, executed, in a real browser that reaches nothing else. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { newApiKey } from '../../src/platform/security/authentication/credentials.ts'
import { buildTestApp, type TestApp } from '../support/app.ts'
import { testKeyring } from '../support/keyring.ts'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
const executablePath = [process.env.CHROMIUM_PATH ?? '', ...places].find((path) => path !== '' && existsSync(path))
const demoKey = newApiKey(testKeyring, 'demo').key
const plain = await buildTestApp(t)
const server = await buildTestApp(t, { demoKey })

await t.test('the demo key is asked for, and stands in no file', async (t) => {
  const answer = await server.app.inject('/docs/demo.json')
  t.same(answer.json(), { key: demoKey })
  t.equal(answer.headers['cache-control'], 'no-store')
  const page = (await server.app.inject('/docs')).payload
  for (const url of ['/docs', ...addressesIn(page), '/v1/openapi.json']) t.notMatch((await server.app.inject(url)).payload, demoKey, url)
  t.same((await plain.app.inject('/docs/demo.json')).json(), {})
})

await t.test('styles and scripts are compressed, kept for ever, and named after their content', async (t) => {
  const { app } = plain
  const { headers, payload } = await app.inject('/docs')
  t.equal(headers['cache-control'], 'no-cache', 'the page says which ones are current')
  const addresses = addressesIn(payload)
  t.equal(addresses.length, 4)
  for (const url of addresses) {
    const plain = await app.inject({ url, headers: { 'accept-encoding': 'identity' } })
    t.equal(plain.statusCode, 200, url)
    t.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable')
    t.equal(plain.headers.vary, 'Accept-Encoding')
    const packed = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } })
    t.equal(packed.headers['content-encoding'], 'gzip')
    t.same(gunzipSync(packed.rawPayload), plain.rawPayload)
    const known = await app.inject({ url, headers: { 'if-none-match': String(packed.headers.etag) } })
    t.equal(known.statusCode, 304)
    t.equal(known.payload, '')
  }
  t.equal((await app.inject(`${addresses[0]}.absent`)).statusCode, 404)
})

await t.test('guides are pages, and no link leads nowhere', async (t) => {
  const { app } = plain
  const list = await app.inject('/docs/guides')
  const asked = new Set(['/docs/guides'])
  for (const url of asked) {
    const { statusCode, headers, payload } = await app.inject({ url, headers: { accept: 'text/html' } })
    t.equal(statusCode, 200, url)
    t.match(headers['content-type'], 'text/html', url)
    if (!url.startsWith('/docs/guides')) continue
    t.match(headers['content-security-policy'], /^default-src 'none'; style-src 'sha256-/, url)
    t.match(headers['cache-control'], 'public', url)
    for (const [, href = ''] of payload.matchAll(/href="([^"#]+)[^"]*"/g)) if (href.startsWith('/')) asked.add(href)
  }
  for (const file of readdirSync(join(import.meta.dirname, '..', '..', 'openapi', 'guides')))
    t.match(list.payload, `href="/docs/guides/${basename(file, '.md')}"`, 'every guide is listed')
  t.equal((await app.inject('/docs/guides/absent')).statusCode, 404)
})

/** The styles, scripts and pictures that the page names. */
function addressesIn(page: string): string[] {
  return [...new Set([...page.matchAll(/(?:href|src)="([^"]+\.(?:css|js|svg))"/g)].map(([, address = '']) => address))]
}

// CI installs a browser and must not pass without one; a newcomer's machine may have none.
if (executablePath === undefined && process.env.CI === undefined) t.comment('SKIP: no Chromium or Chrome here; set CHROMIUM_PATH to one')
else await t.test('in a browser', (t) => explore(t, executablePath))

async function explore(t: Test, executablePath: string | undefined): Promise<void> {
  const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  const browser: Browser = await chromium.launch({ args: flags, ...(executablePath === undefined ? {} : { executablePath }) })
  t.teardown(() => browser.close())
  await server.makeClient({ key: demoKey })
  const facility = await server.make.create('createFacility', '')

  await t.test('a newcomer: authorize, list, create, read, change the language', async (t) => {
    const { page, strangers, complaints } = await open(t, browser, server, 'light')
    const tags = page.locator('.opblock-tag')
    t.equal(await tags.count(), server.contract.document.tags.length)
    t.match(await tags.first().textContent(), /^Facilities/)
    t.match(await page.locator('aside').textContent(), /made up/)

    t.equal(await execute(await operation(page, 'Facilities', 'listFacilities')), '401', 'before')
    await page.click('button.authorize')
    t.equal(await page.inputValue('dialog [name=key]'), demoKey)
    await page.click('dialog [value=authorize]')
    const list = await operation(page, 'Facilities', 'listFacilities')
    t.equal(await execute(list), '200', 'after')
    t.match(await list.locator('.live-responses-table').textContent(), String(facility.code))
    t.match(await list.locator('.live-responses-table').textContent(), / ms/)

    const code = list.locator('.snippets')
    t.same(await code.locator('button').allTextContents(), ['curl', 'JavaScript', 'Python', 'Copy'])
    t.match(await code.textContent(), /curl -X 'GET'/)
    await code.getByText('JavaScript').click()
    t.match(await code.textContent(), /await fetch\("http:\/\/127[^"]+\/v1\/facilities\?/)
    await code.getByText('Python').click()
    t.match(await code.textContent(), /requests\.get\(/)

    const create = await operation(page, 'Facilities', 'createFacility')
    const body = await server.make.body('createFacility', '', { code: 'EXPLORER' })
    await create.locator('textarea').fill(JSON.stringify(body))
    t.equal(await execute(create), '201', 'created')
    t.match(await create.locator('.live-responses-table').textContent(), 'EXPLORER')
    t.match(await create.locator('.snippets').textContent(), /"code":"EXPLORER"/)

    await page.click('nav a[lang=id]')
    await page.waitForSelector('.opblock-tag')
    t.match(page.url(), /\/docs\?lang=id#\/Facilities\/createFacility$/, 'the place is kept')
    t.equal(await page.getAttribute('html', 'lang'), 'id')
    t.match(await page.locator('aside').textContent(), /rekaan/)
    await (await operation(page, 'Facilities', 'createFacility')).waitFor()
    const asked = page.waitForRequest((request) => request.url().includes('/v1/facilities'))
    t.equal(await execute(await operation(page, 'Facilities', 'listFacilities')), '200', 'the key is kept')
    t.equal((await asked).headers()['accept-language'], 'id')
    await page.goto(`http://127.0.0.1:${server.port}/docs`)
    await page.waitForSelector('.opblock-tag')
    t.match(page.url(), /lang=id/, 'the language is remembered')
    t.equal(await execute(await operation(page, 'Facilities', 'listFacilities')), '200', 'and the key, as long as the tab is open')
    t.notOk(JSON.stringify(await page.context().storageState()).includes(demoKey), 'but nowhere that outlives it')

    t.same(strangers, [])
    t.same(
      complaints.filter((text) => !text.includes('401')),
      [],
    )
  })

  await t.test('without a demo nothing speaks of one', async (t) => {
    const { page } = await open(t, browser, plain, 'light')
    t.equal(await page.locator('aside').count(), 0)
    await page.click('button.authorize')
    t.equal(await page.inputValue('dialog [name=key]'), '')
  })

  await t.test('a client gets a token in the dialog', async (t) => {
    const key = await server.makeClient({ scopes: ['facilities:read'] })
    const [id, secret] = [await server.clientOf(key), await server.addSecret(await server.clientOf(key))]
    const { page, strangers } = await open(t, browser, server, 'light')
    await page.click('button.authorize')
    await page.click('dialog summary')
    t.same(await violations(page), [], 'axe finds nothing')
    await page.fill('dialog [name=client]', id)
    await page.fill('dialog [name=secret]', 'wrong')
    await page.click('dialog [value=authorize]')
    await page.locator('dialog [role=alert]', { hasText: 'did not prove' }).waitFor()
    await page.fill('dialog [name=secret]', secret)
    await page.click('dialog [value=authorize]')
    await page.locator('dialog').waitFor({ state: 'hidden' })
    const asked = page.waitForRequest((request) => request.url().includes('/v1/facilities'))
    t.equal(await execute(await operation(page, 'Facilities', 'listFacilities')), '200')
    t.match((await asked).headers().authorization, /^Bearer eyJ/)
    t.equal(await execute(await operation(page, 'Batches', 'listBatches')), '403', 'with the scopes of the client')
    t.same(strangers, [])
  })

  await t.test('a keyboard is enough', async (t) => {
    const { page } = await open(t, browser, server, 'dark')
    const press = (...keys: string[]) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
    const focused = () => page.evaluate('document.activeElement.textContent + document.activeElement.value')
    await tabTo(page, 'Authorize')
    await press('Enter')
    for (let i = 0; i < 6; i++) {
      await press('Tab')
      t.ok(await page.evaluate('document.activeElement === document.body || document.querySelector("dialog").contains(document.activeElement)'), 'inside')
    }
    await press('Escape')
    await page.locator('dialog').waitFor({ state: 'hidden' })
    t.match(await focused(), 'Authorize', 'the focus is given back')
    await press('Enter', 'Enter')
    await page.locator('dialog').waitFor({ state: 'hidden' })
    await tabTo(page, 'Facilities')
    await press('Enter')
    await tabTo(page, '/v1/facilities')
    await press('Enter')
    await page.waitForSelector('.execute')
    await tabTo(page, 'Execute')
    t.not(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'none', 'the focus is seen')
    const answered = page.waitForResponse((response) => response.url().includes('/v1/facilities'))
    await press('Enter')
    t.equal((await answered).status(), 200)
  })

  await t.test('the box finds an operation by what it says', async (t) => {
    const { page } = await open(t, browser, server, 'light')
    await page.fill('input[type=search]', 'confirm sale')
    await page.waitForSelector('.opblock')
    t.equal(await page.locator('.opblock').count(), 1)
    await page.fill('input[type=search]', 'nothing is called so')
    t.match(await page.locator('[role=status]').textContent(), /No operation/)
  })

  await t.test('an operation opens in an instant, and fits a phone', async (t) => {
    const { page } = await open(t, browser, server, 'light')
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
    const spent = async () => (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
    await page.click('[data-tag=Sales] button')
    const before = await spent()
    await operation(page, 'Sales', 'createSale')
    // Half a second of processor time; twice that where everything is slow. Stock Swagger UI takes three.
    t.ok((await spent()) - before < 1, 'of the main thread')
    await page.setViewportSize({ width: 375, height: 800 })
    t.equal(await execute(await operation(page, 'Facilities', 'listFacilities')), '401')
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), 375)
  })

  await t.test('axe finds nothing, in light and in dark', async (t) => {
    const { page } = await open(t, browser, server, 'light')
    await page.click('button.authorize')
    t.same(await violationsInBoth(page), [], 'the dialog')
    await page.click('dialog [value=authorize]')
    t.same(await violationsInBoth(page), [], 'closed')
    t.equal(await execute(await operation(page, 'Batches', 'listBatches')), '200')
    await page.locator('#operations-Batches-listBatches').getByRole('button', { name: 'Example 400' }).click()
    await operation(page, 'Sales', 'createSale')
    t.same(await violationsInBoth(page), [], 'executed, and a body to write')
    t.ok(
      (await contrastOfLocks(page)).every((contrast) => contrast >= 3),
      'the locks are seen in the dark',
    )
    for (const path of ['/v1/problems', '/v1/problems/insufficient-stock', '/v1/glossary', '/docs/guides', '/docs/guides/authenticate', '/docs/guides/roles']) {
      await page.goto(`http://127.0.0.1:${server.port}${path}`)
      t.same(await violationsInBoth(page), [], path)
    }
  })
}

interface Opened {
  page: Page
  /** Addresses asked for on another host. */
  strangers: string[]
  complaints: string[]
}

/** The page in a fresh profile, gone when the test ends. */
async function open(t: Test, browser: Browser, { port }: TestApp, colorScheme: 'light' | 'dark'): Promise<Opened> {
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1280, height: 1000 }, colorScheme })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const base = `http://127.0.0.1:${port}`
  const strangers: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => void (request.url().startsWith(base) || request.url().startsWith('data:') || strangers.push(request.url())))
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())))
  page.on('pageerror', (error) => void complaints.push(error.message))
  await page.goto(`${base}/docs`)
  await page.waitForSelector('.opblock-tag')
  return { page, strangers, complaints }
}

/** An operation, opened with its group. */
async function operation(page: Page, tag: string, id: string): Promise<Locator> {
  const group = page.locator(`[data-tag=${tag}] button`)
  if ((await group.getAttribute('aria-expanded')) === 'false') await group.click()
  const found = page.locator(`#operations-${tag}-${id}`)
  const control = found.locator('.opblock-summary-control')
  if ((await control.getAttribute('aria-expanded')) === 'false') await control.click()
  await found.locator('button.execute').waitFor()
  return found
}

/** Executes an opened operation and returns the status that is shown. */
async function execute(operation: Locator): Promise<string> {
  const answered = operation.page().waitForResponse((response) => /\/v1\/(facilities|batches)/.test(response.url()))
  await operation.locator('button.execute').click()
  const status = String((await answered).status())
  await operation.locator('.live-responses-table .response-col_status', { hasText: status }).waitFor()
  return status
}

async function tabTo(page: Page, text: string): Promise<void> {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab')
    if (String(await page.evaluate('document.activeElement.ariaLabel + document.activeElement.textContent')).includes(text)) return
  }
  throw new Error(`The keyboard does not reach ${text}.`)
}

/** Each as the rule and the place. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 100)}`))
}

/** All rules in light; in dark those that look at colours, the only thing that differs. The page stays dark. */
async function violationsInBoth(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await violations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  return [...light, ...(await violations(page, ['color-contrast', 'link-in-text-block'])).map((found) => `dark: ${found}`)]
}

/** How far each lock differs from what is behind it, as WCAG counts; axe looks at text only. */
async function contrastOfLocks(page: Page): Promise<number[]> {
  const colours = await page.evaluate<[string, string][]>(`(() => {
    const transparent = 'rgba(0, 0, 0, 0)'
    const groundOf = (element) => {
      const { backgroundColor } = getComputedStyle(element)
      return backgroundColor === transparent ? groundOf(element.parentElement) : backgroundColor
    }
    return [...document.querySelectorAll('button.authorize svg, .authorization__btn svg')].map((lock) => [getComputedStyle(lock).fill, groundOf(lock)])
  })()`)
  return colours.map(([lock, ground]) => {
    const [dark = 0, light = 0] = [luminance(lock), luminance(ground)].sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  })
}

/** WCAG's relative luminance of `rgb(r, g, b)`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((channel) => {
    const share = Number(channel) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
