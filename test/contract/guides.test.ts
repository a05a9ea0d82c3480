/** Every command of the guides is run as it stands, page by page in one shell, and what a page shows is what comes out. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Send } from '../../src/demo/client.ts'
import { writeStory } from '../../src/demo/story.ts'
import { buildTestApp } from '../support/app.ts'
import { command, has } from '../support/command.ts'

const folder = join(import.meta.dirname, '..', '..', 'openapi', 'guides')
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'))

interface Step {
  commands: string
  /** What the page shows below the commands. */
  shown?: string
}

/** Programs of integrators, which test/modules/clients.test.ts runs. */
const programs = ['ts', 'python', 'php', 'go', 'java']

/** The fenced blocks of a page: `sh` is run, a `text` after it is what it writes. */
function stepsOf(page: string): Step[] {
  const steps: Step[] = []
  for (const [, language, content = ''] of page.matchAll(/^```(\w*)\n(.*?)^```$/gms)) {
    const last = steps.at(-1)
    if (language === 'sh') steps.push({ commands: content })
    else if (language === 'text' && last !== undefined && last.shown === undefined) last.shown = content
    else if (!programs.includes(language ?? '')) throw new Error(`A block that is neither commands nor their output:\n${content}`)
  }
  return steps
}

const boundary = (at: number): string => `<end of block ${at}>`

if (process.env.CI === undefined && !(await has('curl', '--version'))) t.plan(0, 'no curl here')
else {
  const { port, makeClient, clientOf, addSecret } = await buildTestApp(t)
  const base = `http://127.0.0.1:${port}`
  const key = await makeClient()
  const client = await clientOf(key)
  const secret = await addSecret(client)
  const send: Send = async ({ method, path, headers, body }) => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await fetch(base + path, { method, headers: { authorization: `Bearer ${key}`, ...headers, ...type }, ...json })
    return { status: answer.status, body: await answer.json() }
  }
  await writeStory(send)

  for (const page of pages) {
    await t.test(page, async (t) => {
      const text = readFileSync(join(folder, page), 'utf8')
      const steps = stepsOf(text)
      t.ok(steps.length > 0, 'has commands')
      const script = steps.map(({ commands }, at) => `${commands}echo '${boundary(at)}'\n`).join('')
      const { code, output, all } = await command('bash', ['-euo', 'pipefail', '-c', script], { API: base, KEY: key, CLIENT_ID: client, CLIENT_SECRET: secret })
      t.equal(code, 0, all)
      let from = 0
      for (const [at, { commands, shown = '' }] of steps.entries()) {
        const end = output.indexOf(boundary(at), from)
        t.equal(output.slice(from, Math.max(end, from)), shown, commands)
        from = end + boundary(at).length + 1
      }
      for (const [, path = ''] of text.matchAll(/\]\(([^):]+)\)/g)) t.doesNotThrow(() => readFileSync(join(folder, path)), `a link to ${path}`)
    })
  }
}
