/**
 * How the service calls other servers: the key set of an external OpenID provider, and where the operator wants the head of the audit trail. Against
 * SSRF the address is judged when the connection is made, after the name was resolved, so that a name which changes its mind
 * (DNS rebinding) gains nothing.
 */
import { request as plainRequest, type RequestOptions } from 'node:http'
import { request as secureRequest } from 'node:https'
import { RequestFilteringHttpsAgent } from 'request-filtering-agent'

interface Options extends Pick<RequestOptions, 'lookup' | 'headers' | 'method'> {
  /** What is sent. */
  body?: string
  /** The operator has named this address: it may be inside the operator's network, and without TLS there. */
  isConfigured?: boolean
  timeoutMs?: number
}

const maxBytes = 256 * 1024
const publicOnly = new RequestFilteringHttpsAgent({ keepAlive: false })

export class OutboundRefused extends Error {
  override readonly name = 'OutboundRefused'
}

/**
 * Fetches a document, or sends one. Follows no redirect.
 * @throws OutboundRefused when it is not https, or is no success, too long or too late; whatever the connection throws, also for an address that is not public
 */
export function fetchOutside(url: string, { isConfigured = false, timeoutMs = 3_000, body, ...more }: Options = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const { protocol } = new URL(url)
    const isSecure = protocol === 'https:'
    if (!isSecure && !(isConfigured && protocol === 'http:')) throw new OutboundRefused('Only https is called.')
    const send = isSecure ? secureRequest : plainRequest
    const asked = send(url, { ...more, ...(isConfigured ? {} : { agent: publicOnly }) }, (answer) => {
      const { statusCode = 0 } = answer
      if (statusCode < 200 || statusCode > 299) return void asked.destroy(new OutboundRefused(`It answered ${statusCode}.`))
      const chunks: Buffer[] = []
      let length = 0
      answer.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > maxBytes) asked.destroy(new OutboundRefused(`It answered more than ${maxBytes} bytes.`))
        chunks.push(chunk)
      })
      answer.on('error', reject)
      answer.on('end', () => resolve(Buffer.concat(chunks)))
    })
    // Of the whole exchange, not of each silence in it.
    const limit = setTimeout(() => asked.destroy(new OutboundRefused(`It took longer than ${timeoutMs} ms.`)), timeoutMs)
    asked.on('error', reject)
    asked.on('close', () => clearTimeout(limit))
    asked.end(body)
  })
}
