/** The explorer as a newcomer meets it: opened, authorised, executed, in a real browser that reaches nothing else. */
import { existsSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { newApiKey } from '../../src/platform/security/authentication/credentials.ts'
import { buildTestApp, type TestApp } from '../support/app.ts'
import { testKeyring } from '../support/keyring.ts'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
const executablePath = [process.env.CHROMIUM_PATH ?? '', ...places].find((path) => path !== '' && existsSync(path))
const demoKey = newApiKey(testKeyring, 'demo').key

await t.test('the demo key is asked for, and stands in no file', async (t) => {
  const demo = await buildTestApp(t, { demoKey })
  const answer = await demo.app.inject('/docs/demo.json')
  t.same(answer.json(), { key: demoKey })
  t.equal(answer.headers['cache-control'], 'no-store')
  for (const url of ['/docs', '/docs/explorer.js', '/v1/openapi.json']) t.notMatch((await demo.app.inject(url)).payload, demoKey, url)
  const plain = await buildTestApp(t)
  t.same((await plain.app.inject('/docs/demo.json')).json(), {})
})

// CI installs a browser and must not pass without one; a newcomer's machine may have none.
if (executablePath === undefined && process.env.CI === undefined) t.comment('SKIP: no Chromium or Chrome here; set CHROMIUM_PATH to one')
else await explore(executablePath)

async function explore(executablePath: string | undefined): Promise<void> {
  const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  const browser: Browser = await chromium.launch({ args: flags, ...(executablePath === undefined ? {} : { executablePath }) })
  t.teardown(() => browser.close())
  const server = await buildTestApp(t, { demoKey })
  await server.makeClient({ key: demoKey })
  const facility = await server.make.create('createFacility', '')
  const plain = await buildTestApp(t)

  await t.test('a newcomer: authorize, list, create, read, change the language', async (t) => {
    const { page, strangers, complaints } = await open(t, browser, server, 'light')
    const tags = await page.locator('.opblock-tag button').allTextContents()
    t.equal(tags.length, server.contract.document.tags.length)
    t.equal(tags[0], 'Facilities')
    t.match(await page.locator('.explorer-demo').textContent(), /made up/)

    t.equal(await execute(await operation(page, 'Facilities', 'listFacilities')), '401', 'before')
    await page.click('button.authorize')
    t.equal(await page.inputValue('dialog input'), demoKey)
    await page.click('dialog [type=submit]')
    const list = await operation(page, 'Facilities', 'listFacilities')
    t.equal(await execute(list), '200', 'after')
    t.match(await list.locator('.live-responses-table').textContent(), String(facility.code))
    t.match(await list.locator('.live-responses-table').textContent(), / ms/)

    const code = list.locator('.explorer-snippets')
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
    t.match(await create.locator('.explorer-snippets').textContent(), /"code": "EXPLORER"/)

    await page.click('.explorer-languages a[lang=id]')
    await page.waitForSelector('.opblock-tag')
    t.match(page.url(), /\/docs\?lang=id#\/Facilities\/createFacility$/, 'the place is kept')
    t.equal(await page.getAttribute('html', 'lang'), 'id')
    t.match(await page.locator('.explorer-demo').textContent(), /rekaan/)
    await (await operation(page, 'Facilities', 'createFacility')).waitFor()
    const asked = page.waitForRequest((request) => request.url().includes('/v1/facilities'))
    t.equal(await execute(await operation(page, 'Facilities', 'listFacilities')), '200', 'the key is kept')
    t.equal((await asked).headers()['accept-language'], 'id')
    await page.goto(`http://127.0.0.1:${server.port}/docs`)
    await page.waitForSelector('.opblock-tag')
    t.match(page.url(), /lang=id/, 'the language is remembered')

    t.same(strangers, [])
    t.same(
      complaints.filter((text) => !text.includes('401')),
      [],
    )
  })

  await t.test('without a demo nothing speaks of one', async (t) => {
    const { page } = await open(t, browser, plain, 'light')
    t.equal(await page.locator('.explorer-demo').count(), 0)
    await page.click('button.authorize')
    t.equal(await page.inputValue('dialog input'), '')
  })

  await t.test('a client gets a token in the dialog', async (t) => {
    const key = await server.makeClient({ scopes: ['facilities:read'] })
    const [id, secret] = [await server.clientOf(key), await server.addSecret(await server.clientOf(key))]
    const { page, strangers } = await open(t, browser, server, 'light')
    await page.click('button.authorize')
    await page.click('dialog summary')
    t.same(await violations(page), [], 'axe finds nothing')
    await page.fill('#explorer-client', id)
    await page.fill('#explorer-secret', 'wrong')
    await page.click('dialog [type=submit]')
    await page.locator('dialog [role=alert]', { hasText: 'did not prove' }).waitFor()
    await page.fill('#explorer-secret', secret)
    await page.click('dialog [type=submit]')
    await page.locator('dialog').waitFor({ state: 'detached' })
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
    await page.locator('dialog').waitFor({ state: 'detached' })
    t.match(await focused(), 'Authorize', 'the focus is given back')
    await press('Enter', 'Enter')
    await page.locator('dialog').waitFor({ state: 'detached' })
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
    t.match(await page.locator('.explorer-find').textContent(), /No operation/)
  })

  for (const scheme of ['light', 'dark'] as const)
    await t.test(`axe finds nothing (${scheme})`, async (t) => {
      const { page } = await open(t, browser, server, scheme)
      t.same(await violations(page), [], 'closed')
      await page.click('button.authorize')
      t.same(await violations(page), [], 'the dialog')
      await page.click('dialog [type=submit]')
      t.equal(await execute(await operation(page, 'Batches', 'listBatches')), '200')
      await page.locator('#operations-Batches-listBatches').getByRole('button', { name: 'Example 400' }).click()
      t.same(await violations(page), [], 'executed')
      await operation(page, 'Sales', 'createSale')
      t.same(await violations(page), [], 'a body to write')
      for (const path of ['/v1/problems', '/v1/problems/insufficient-stock', '/v1/glossary']) {
        await page.goto(`http://127.0.0.1:${server.port}${path}`)
        t.same(await violations(page), [], path)
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
  const group = page.locator(`#operations-tag-${tag}`)
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
    if (String(await page.evaluate('document.activeElement.textContent')).includes(text)) return
  }
  throw new Error(`The keyboard does not reach ${text}.`)
}

/** Each as the rule and the place. */
async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 100)}`))
}
