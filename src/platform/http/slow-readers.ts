/** Who asks and does not read keeps the answer in memory for as long as it likes: such a connection is closed. */
import type { Server } from 'node:http'

/** Closes connections that have not taken an answer some time after it was finished. */
export function cutSlowReaders(server: Server, limitMs: number): void {
  server.on('request', (_request, response) => {
    response.once('prefinish', () => {
      const { socket } = response
      // Nearly always the operating system has taken all of it by now.
      if (socket === null || socket.writableLength === 0) return
      const timer = setTimeout(() => socket.destroy(), limitMs).unref()
      response.once('close', () => clearTimeout(timer))
    })
  })
}
