/** Takes the picture of the explorer that README.md shows. `npm start` must be running on its demo data. */
import { chromium } from 'playwright-core'

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
const page = await browser.newPage({ viewport: { width: 1000, height: 820 }, colorScheme: 'light' })
await page.goto(`http://127.0.0.1:${process.env.PORT ?? 3000}/docs?lang=en`)
await page.click('button.authorize')
await page.click('dialog [value=authorize]')
await page.fill('input[type=search]', 'record a payment')
await page.click('.opblock-summary-control')
await page.waitForSelector('textarea')
await page.screenshot({ path: '.github/explorer.png' })
await browser.close()
