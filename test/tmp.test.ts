import t from 'tap'
import { buildTestApp } from './support/app.ts'
const { api } = await buildTestApp(t, { onLog: (line: string) => console.error(line) } as never)
const a = await api.get('/v1/problems', { mayFault: true })
console.error(a.status, a.text.slice(0, 300))
t.pass()
