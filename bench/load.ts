/** The caller: a process of its own, so that it shares no event loop with what it measures. Messages say what it does. */
import autocannon from 'autocannon'
import { type Material, Requests, type Scenario } from './scenarios.ts'

export interface Target {
  name: string
  url: string
  material: Material
}

export interface Slot {
  target: string
  scenario: Scenario
  seconds: number
}

export interface Measured {
  /** Requests per second. */
  rate: number
  /** Milliseconds. */
  p50: number
  p99: number
}

/** Answers from the first slot to the last take drafts from one store. */
const requests = new Requests()
const targets = new Map<string, Target>()
const connections = 10

async function measure({ target, scenario, seconds }: Slot): Promise<Measured> {
  const { url, material } = targets.get(target) as Target
  const setupRequest = () => requests.next(scenario, material)
  const keepDraft = { onResponse: (_status: number, answer: string) => requests.keepDraft(answer) }
  const latencies: number[] = []
  const start = performance.now()
  const options: autocannon.Options = { url, connections, duration: seconds, requests: [{ setupRequest, ...(scenario === 'create sale' ? keepDraft : {}) }] }
  const { non2xx, errors, timeouts } = await new Promise<autocannon.Result>((done, fail) => {
    const running = autocannon(options, (error: Error | null, result) => (error ? fail(error) : done(result)))
    running.on('response', (_client, _status, _bytes, ms) => latencies.push(ms))
  })
  if (non2xx + errors + timeouts > 0) throw new Error(`${target} refused ${non2xx} and lost ${errors} requests of "${scenario}".`)
  const sorted = Float64Array.from(latencies).sort()
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return { rate: (latencies.length / (performance.now() - start)) * 1000, p50: at(0.5), p99: at(0.99) }
}

process.on('message', (message: Target | Slot) => {
  if ('material' in message) {
    targets.set(message.name, message)
    return
  }
  measure(message).then(
    (measured) => process.send?.(measured),
    (error: Error) => {
      console.error(error.message)
      process.exit(1)
    },
  )
})
