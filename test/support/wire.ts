/** Bytes on a socket, for what no HTTP client would send. */
import { connect } from 'node:net'

export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  status: number
  headers: Record<string, string>
  body: string
  ms: number
}

/** Sends pieces with pauses between them and reads until the server closes, or `patience` is over. */
export function sendRaw(port: number, pieces: (string | Buffer)[], { pauseMs = 0, patience = 5_000 } = {}): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const started = Date.now()
    const chunks: Buffer[] = []
    let sender: NodeJS.Timeout | undefined
    const socket = connect(port, '127.0.0.1', () => {
      const next = () => {
        const piece = pieces.shift()
        if (piece === undefined || socket.destroyed) return
        socket.write(piece)
        if (pieces.length > 0) sender = setTimeout(next, pauseMs)
      }
      next()
    })
    const finish = () => {
      clearTimeout(sender)
      clearTimeout(limit)
      socket.destroy()
      const [head = '', ...rest] = Buffer.concat(chunks).toString('utf8').split('\r\n\r\n')
      const [line = '', ...fields] = head.split('\r\n')
      const headers = Object.fromEntries(fields.map((field) => [field.slice(0, field.indexOf(':')).toLowerCase(), field.slice(field.indexOf(':') + 1).trim()]))
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0), headers, body: rest.join('\r\n\r\n'), ms: Date.now() - started })
    }
    const limit = setTimeout(finish, patience)
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      const text = Buffer.concat(chunks).toString('latin1')
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN)
      const body = text.indexOf('\r\n\r\n')
      if (body >= 0 && text.length >= body + 4 + length) finish()
    })
    socket.on('error', finish)
    socket.on('close', finish)
  })
}

/** Asks again and again, and takes a byte of the answers in a second. How long the server bears it, at most `patience`, in milliseconds. */
export function readSlowly(port: number, request: string, { times = 100, patience = 20_000 } = {}): Promise<number> {
  return new Promise((resolve) => {
    const started = Date.now()
    const socket = connect(port, '127.0.0.1', () => socket.write(request.repeat(times)))
    const reading = setInterval(() => {
      socket.read(1)
      socket.write(request)
    }, 1_000)
    const finish = () => {
      clearInterval(reading)
      clearTimeout(limit)
      socket.destroy()
      resolve(Date.now() - started)
    }
    const limit = setTimeout(finish, patience)
    socket.on('error', finish)
    socket.on('close', finish)
  })
}
