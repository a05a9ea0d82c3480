/** What we fetch never reaches into the network that we stand in. */
import { lookup } from 'node:dns'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type LookupFunction } from 'node:net'
import { generateKeyPair, SignJWT } from 'jose'
import t, { type Test } from 'tap'
import { ExternalIssuer } from '../../src/platform/security/authentication/external-issuer.ts'
import { fetchOutside, OutboundRefused } from '../../src/platform/security/outbound.ts'

/** A server on this machine that counts who comes. */
async function trap(t: Test): Promise<{ port: number; visits(): number }> {
  let visits = 0
  const server = createSocketServer((socket) => {
    visits++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  t.teardown(() => void server.close())
  return { port: (server.address() as AddressInfo).port, visits: () => visits }
}

async function serve(t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

t.test('an address that is not public is refused when the connection is made, whatever the name resolved to before', async (t) => {
  const { port, visits } = await trap(t)
  const literals = [
    '127.0.0.1', '127.1', '2130706433', '0x7f.1', '0177.0.0.1', '0.0.0.0', '[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]',
    '10.0.0.1', '172.16.0.1', '192.168.0.1', '169.254.169.254', '[fe80::1]', '[fd00:ec2::254]', '100.64.0.1', '192.0.2.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', 'localhost',
  ] // biome-ignore format: a table
  for (const host of literals) await t.rejects(fetchOutside(`https://${host}:${port}/`, { timeoutMs: 500 }), /not allowed/, host)

  // A resolver that is asked twice says something else the second time: public for a look before, ours for the connection.
  let asked = 0
  const rebinding: LookupFunction = (_name, options, done) => {
    asked++
    const address = asked === 1 ? '93.184.215.14' : '127.0.0.1'
    if (options.all) done(null, [{ address, family: 4 }])
    else done(null, address, 4)
  }
  await new Promise((resolve) => rebinding('rebinding.example', { all: true }, resolve))
  await t.rejects(fetchOutside(`https://rebinding.example:${port}/`, { lookup: rebinding }), /not allowed/, 'what the connection would use is what is judged')
  const mixed: LookupFunction = (_name, _options, done) => {
    const addresses = [
      { address: '93.184.215.14', family: 4 },
      { address: '::1', family: 6 },
    ]
    done(null, addresses)
  }
  await t.rejects(fetchOutside(`https://mixed.example:${port}/`, { lookup: mixed }), /not allowed/, 'one such address among others is enough')
  t.equal(visits(), 0, 'nobody has come')
  await t.rejects(fetchOutside(`https://localhost:${port}/`, { isConfigured: true, lookup: lookup as LookupFunction }), 'the trap hears of those who may')
  t.equal(visits(), 1)
})

t.test('only https is called, no redirect is followed, and no endless answer is read', async (t) => {
  for (const url of ['http://example.org/', 'file:///etc/passwd', 'ftp://example.org/']) await t.rejects(fetchOutside(url), OutboundRefused, url)
  await t.rejects(fetchOutside('file:///etc/passwd', { isConfigured: true }), OutboundRefused)
  const { port, visits } = await trap(t)
  const redirecting = await serve(t, (_request, answer) => answer.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end())
  await t.rejects(fetchOutside(redirecting, { isConfigured: true }), /answered 302/)
  t.equal(visits(), 0, 'no request reached it')
  const endless = await serve(t, (_request, answer) => {
    const more = () => answer.write('x'.repeat(10_000), () => setImmediate(more))
    more()
  })
  await t.rejects(fetchOutside(endless, { isConfigured: true }), /more than 262144 bytes/)
  const dripping = await serve(t, (_request, answer) => void setInterval(() => answer.write('x'), 20).unref())
  await t.rejects(fetchOutside(dripping, { isConfigured: true, timeoutMs: 300 }), /longer than 300 ms/)
  const good = await serve(t, (_request, answer) => answer.end('{"keys":[]}'))
  t.equal(String(await fetchOutside(good, { isConfigured: true })), '{"keys":[]}')
})

t.test('an identity provider cannot make the service call another host', async (t) => {
  const { port, visits } = await trap(t)
  const provider = await serve(t, (_request, answer) => void answer.end(JSON.stringify({ issuer: provider, jwks_uri: `https://127.0.0.1:${port}/keys` })))
  const warnings: object[] = []
  const external = new ExternalIssuer({ issuer: provider, audience: 'api' }, { warn: (what) => void warnings.push(what) })
  const token = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'at+jwt' }).sign((await generateKeyPair('ES256')).privateKey)
  await t.rejects(external.verify(token), { code: 'unavailable' })
  t.equal(warnings.length, 1)
  t.equal(visits(), 0, 'what it names in our own network is not called')
})
