/** The caller: a process of its own, so that it shares no event loop with what it measures. Messages say what it does. */
import autocannon from 'autocannon'
import { type Material, type Request, Requests, type Scenario } from './scenarios.ts'

export interface Target {
  name: string
  url: string
  material: Material
  isWhole: boolean
}

export interface Slot {
  target: string
  scenario: Scenario
  seconds: number
}

export interface Load {
  /** What was done: a sale that is drafted and confirmed counts once. */
  done: number
  seconds: number
  /** Of a request, in milliseconds. */
  p50: number
  p99: number
}

const connections = 20
const targets = new Map<string, { url: string; requests: Requests }>()

interface Context {
  after: ((answer: string) => Request) | undefined
  answer: string
}

async function load({ target, scenario, seconds }: Slot): Promise<Load> {
  const { url, requests } = targets.get(target) as { url: string; requests: Requests }
  const latencies: number[] = []
  const first: autocannon.Request = {
    setupRequest: (_, context) => {
      const { request, after } = requests.next(scenario)
      ;(context as Context).after = after
      return request
    },
    onResponse: (_, answer, context) => {
      ;(context as Context).answer = answer
    },
  }
  const second: autocannon.Request = {
    setupRequest: (_, context) => {
      const { after, answer } = context as Context
      if (after === undefined) throw new Error(`Nothing follows the first request of "${scenario}".`)
      return after(answer)
    },
  }
  const inTwo = scenario === 'sell by draft and confirmation'
  const start = performance.now()
  const { non2xx, errors, timeouts } = await new Promise<autocannon.Result>((done, fail) => {
    const running = autocannon({ url, connections, duration: seconds, requests: inTwo ? [first, second] : [first] }, (error: Error | null, result) =>
      error ? fail(error) : done(result),
    )
    running.on('response', (_client, _status, _bytes, ms) => latencies.push(ms))
  })
  if (non2xx + errors + timeouts > 0) throw new Error(`${target} refused ${non2xx} and lost ${errors} requests of "${scenario}".`)
  const sorted = Float64Array.from(latencies).sort()
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return { done: latencies.length / (inTwo ? 2 : 1), seconds: (performance.now() - start) / 1000, p50: at(0.5), p99: at(0.99) }
}

process.on('message', (message: Target | Slot) => {
  if ('material' in message) {
    targets.set(message.name, { url: message.url, requests: new Requests(message.material, message.isWhole) })
    return
  }
  load(message).then(
    (measured) => process.send?.(measured),
    (error: Error) => {
      console.error(error.message)
      process.exit(1)
    },
  )
})
