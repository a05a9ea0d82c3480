/** The Arazzo workflows: linted, and walked against a running server. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import { command } from '../support/command.ts'

const root = join(import.meta.dirname, '..', '..')
const file = join(root, 'openapi', 'workflows.arazzo.yaml')
const tutorials = ['recordProduction', 'recordSale', 'followChanges']
const { port, makeClient } = await buildTestApp(t)

const redocly = (...args: string[]) =>
  command(process.execPath, [join(root, 'node_modules/@redocly/cli/bin/cli.js'), ...args], {
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  })

t.test('the workflows have no finding', async (t) => {
  const { code, output, all } = await redocly('lint', file, '--extends', 'recommended-strict', '--format', 'json')
  t.equal(code, 0, all)
  t.same(JSON.parse(output).problems, [])
})

t.test('every workflow is green', async (t) => {
  const report = join(t.testdir(), 'report.json')
  const inputs = ['--input', `key=${await makeClient()}`, '--input', 'run=1']
  const { code, all } = await redocly('respect', file, '--server', `binakarya=http://127.0.0.1:${port}`, ...inputs, '--json-output', report)
  t.equal(code, 0, code === 0 ? '' : all.slice(all.indexOf('Failed tests info')))
  const { status, files } = JSON.parse(readFileSync(report, 'utf8'))
  t.equal(status, 'success')
  const walked: string[] = Object.values<{ executedWorkflows: { workflowId: string }[] }>(files).flatMap(({ executedWorkflows }) =>
    executedWorkflows.map(({ workflowId }) => workflowId),
  )
  t.same(walked, tutorials)
})
