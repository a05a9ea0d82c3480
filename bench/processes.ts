/** What processes have used of the processor, as Linux counts it. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Microseconds in one tick of `/proc/<pid>/stat`: user space is always told hundredths of a second. */
const tick = 10_000

/** Fields of `/proc/<pid>/stat` after the name, which may hold blanks and brackets; undefined when the process has ended. */
async function statOf(pid: string | number): Promise<string[] | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** Processor time of one process, in microseconds; not a number where there is no /proc. */
export async function processTime(pid: number): Promise<number> {
  const stat = await statOf(pid)
  return (Number(stat?.[11]) + Number(stat?.[12])) * tick
}

/** What a process holds of the memory, in megabytes; not a number where there is no /proc. */
export async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
}

/** Processor time of a PostgreSQL server: the process named in its data folder (cluster) and all that it has started, those that have ended too. */
export async function databaseTime(cluster: string): Promise<number> {
  const [postmaster] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(pids.map(statOf))
  // A process counts what its ended children have used beside what it used itself.
  const times = stats.flatMap((stat, at) => {
    if (stat === undefined) return []
    if (pids[at] === postmaster) return stat.slice(11, 15)
    return stat[1] === postmaster ? stat.slice(11, 13) : []
  })
  return times.length === 0 ? Number.NaN : times.reduce((sum, time) => sum + Number(time), 0) * tick
}
