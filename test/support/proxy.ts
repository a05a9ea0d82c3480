/** A way to a database that can be cut, or fall silent, as networks do. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Proxy {
  port: number
  /** Where connections lead from now on. */
  lead(port: number): void
  /** Breaks every connection and refuses new ones, until opened again. */
  cut(): Promise<void>
  open(): Promise<void>
  /** Holds back what is sent in either direction; connections stay and are accepted. */
  silence(silent: boolean): void
  close(): Promise<void>
}

export async function openProxy(target: number): Promise<Proxy> {
  let leads = target
  let silent = false
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(leads, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.pipe(to)
      if (silent) from.unpipe(to).pause()
      from.on('hush', () => from.unpipe(to).pause())
      from.on('speak', () => from.pipe(to))
    }
  })
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const cut = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      for (const socket of sockets) socket.destroy()
    })
  return {
    port,
    lead: (to) => {
      leads = to
    },
    cut,
    open: () => listen(port),
    silence: (wanted) => {
      silent = wanted
      for (const socket of sockets) socket.emit(wanted ? 'hush' : 'speak')
    },
    close: () => (server.listening ? cut() : Promise.resolve()),
  }
}
