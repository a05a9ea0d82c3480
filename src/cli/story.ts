/** `npm run story`: writes the story to a running server and prints each call and answer. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import type { Send } from '../demo/client.ts'
import { writeStory } from '../demo/story.ts'

const config = readConfig()
const base = process.env.BASE_URL ?? `http://${config.HOST}:${config.PORT}`
const key = config.BOOTSTRAP_API_KEY ?? (await readFile(join(config.DATA_DIR, 'bootstrap-api-key'), 'utf8').catch(() => '')).trim()

const send: Send = async ({ method, path, headers, body }) => {
  const answer = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.json() }
}

try {
  // A second story beside the first needs codes of its own.
  await writeStory(send, Date.now().toString(36).toUpperCase(), ({ step, method, path, body, status, answer }) => {
    console.log(`\n# ${step}\n${method} ${path}${body === undefined ? '' : `\n${JSON.stringify(body)}`}\n→ ${status}\n${JSON.stringify(answer, null, 2)}`)
  })
  console.log('\nDone: 1,600 besek are made, sold and paid with Rp 200,000; none is left, and the sale of one more was refused.')
} catch (error) {
  const refused = (error as { cause?: { code?: string } }).cause?.code === 'ECONNREFUSED'
  console.error(refused ? `Nothing answers at ${base}. Start the server first (npm start), or set BASE_URL.` : (error as Error).message)
  process.exitCode = 1
}
