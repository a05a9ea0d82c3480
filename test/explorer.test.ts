/** Swagger UI as a newcomer meets it: opened, authorised, executed, in a real browser that reaches nothing else. */
import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import t from 'tap'
import { buildTestApp } from './support/app.ts'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
const executablePath = [process.env.CHROMIUM_PATH ?? '', ...places].find((path) => path !== '' && existsSync(path))

// CI installs a browser and must not pass without one; a newcomer's machine may have none.
if (executablePath === undefined && process.env.CI === undefined) t.plan(0, 'no Chromium or Chrome here; set CHROMIUM_PATH to one')
else await explore(executablePath)

async function explore(executablePath: string | undefined): Promise<void> {
  const { port, make, makeClient } = await buildTestApp(t)
  const facility = await make.create('createFacility', '')
  const key = await makeClient()
  const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  const browser: Browser = await chromium.launch({ args: flags, ...(executablePath === undefined ? {} : { executablePath }) })
  t.teardown(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } })
  const base = `http://127.0.0.1:${port}`
  const strangers: string[] = []
  const errors: string[] = []
  page.on('request', (request) => void (request.url().startsWith(base) || request.url().startsWith('data:') || strangers.push(request.url())))
  page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())))
  page.on('pageerror', (error) => void errors.push(error.message))

  await t.test('shows every tag of the contract', async (t) => {
    await page.goto(`${base}/docs`)
    await page.waitForSelector('.opblock')
    const tags = await page.locator('.opblock-tag').allTextContents()
    t.match(tags[0], /Facilities/)
    t.equal(tags.length, 11)
  })

  await t.test('answers 401 before, and 200 after the key is entered', async (t) => {
    t.equal(await execute(page, 'Facilities', 'listFacilities'), '401')
    await page.click('button.authorize')
    await page.fill('.modal-ux input', key)
    await page.click('.modal-ux button[type=submit]')
    await page.click('.modal-ux .btn-done')
    t.equal(await execute(page, 'Facilities', 'listFacilities'), '200')
    t.match(await page.locator('#operations-Facilities-listFacilities .live-responses-table').textContent(), String(facility.code))
  })

  await t.test('reaches no other host and complains of nothing', async (t) => {
    t.same(strangers, [])
    t.same(
      errors.filter((text) => !text.includes('401')),
      [],
    )
  })
}

/** Opens an operation, executes it and returns the status that is shown. */
async function execute(page: Page, tag: string, id: string): Promise<string> {
  const operation = page.locator(`#operations-${tag}-${id}`)
  if (!(await operation.locator('.opblock-body').isVisible())) await operation.locator('.opblock-summary-control').click()
  const answered = page.waitForResponse((response) => response.url().includes('/v1/facilities'))
  await operation.locator('button.execute').click()
  await answered
  const status = await operation.locator('.live-responses-table .response-col_status').last().textContent()
  return (status ?? '').trim().slice(0, 3)
}
