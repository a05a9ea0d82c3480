/** Runs a program beside the test, which goes on serving meanwhile. */
import { spawn } from 'node:child_process'

export interface Outcome {
  code: number | null
  /** What it wrote to stdout. */
  output: string
  /** All that it wrote, for the message of a failing test. */
  all: string
}

/** @param patience milliseconds after which the program is ended */
export function command(program: string, args: readonly string[], environment: Record<string, string> = {}, patience = 60_000): Promise<Outcome> {
  // The loader of the test run is for the tests, not for the tools.
  const { NODE_OPTIONS: _, ...inherited } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...inherited, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], timeout: patience })
    let output = ''
    let all = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      all += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      all += text
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output, all }))
  })
}

/** Whether the machine has a program. */
export const has = (program: string, ...args: string[]): Promise<boolean> =>
  command(program, args).then(
    ({ code }) => code === 0,
    () => false,
  )
