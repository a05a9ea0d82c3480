/** OAuth 2.0 for clients (RFC 6749, 4.4): the token endpoint, the key set, and the metadata that names them (RFC 8414, RFC 9728). */
import { TextDecoder } from 'node:util'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { phrase } from '../../contract/language.ts'
import { operation } from '../../contract/operation.ts'
import { problem } from '../../contract/problems.ts'
import { listOf, object, oneOf, ref } from '../../contract/shapes.ts'
import { allScopes, type Tag } from '../../contract/tags.ts'
import { type AccessTokens, scopesIn } from './access-tokens.ts'
import { assertionAlgorithms, authenticateClient, claimedClient, refusalCodes, type TokenForm, TokenRefusal } from './client-authentication.ts'
import type { CredentialUse } from './clients.ts'
import { type SigningKeys, tokenSeconds } from './signing-keys.ts'

export const accessTag: Tag = { name: 'Access', description: 'How a client authenticates (akses): access tokens and the keys that sign them.' }

const word = (description: string, maxLength: number, pattern = '^[!-~]+$') => Type.String({ minLength: 1, maxLength, pattern, description })
const scopeWords = '^([!-~]+( [!-~]+)*)?$'

const TokenRequest = object('TokenRequest', {
  grant_type: oneOf(['client_credentials'], 'The one way to get a token here.'),
  scope: Type.Optional(word('The scopes that the token is to have, separated by spaces; all that the client has unless given.', 2_000, scopeWords)),
  client_id: Type.Optional(word('The id of the client, where no header and no statement names it.', 200)),
  client_secret: Type.Optional(word('Its secret (`client_secret_post`). In the header it is `client_secret_basic`.', 200)),
  client_assertion_type: Type.Optional(word('How the client proves itself by a signature (`private_key_jwt`).', 200)),
  client_assertion: Type.Optional(word('The statement that it has signed, a JWT.', 8_192)),
})
const TokenAnswer = object('TokenAnswer', {
  access_token: word('The access token, a JWT.', 8_192),
  token_type: oneOf(['Bearer'], 'How it is sent.'),
  expires_in: Type.Integer({ format: 'int32', minimum: 1, maximum: 3_600, description: 'For how many seconds it is good.' }),
  scope: Type.String({ maxLength: 2_000, pattern: scopeWords, description: 'The scopes that it has, separated by spaces.' }),
})
const TokenRefusalDocument = object('TokenRefusal', {
  error: oneOf(refusalCodes, 'What is wrong, for software.'),
  error_description: word('The same for people.', 500, '^[ -~]+$'),
})
const PublicKey = object('PublicKey', {
  kty: oneOf(['EC'], 'The kind of key.'),
  crv: oneOf(['P-256'], 'The curve.'),
  x: word('A coordinate.', 100, '^[A-Za-z0-9_-]+$'),
  y: word('The other coordinate.', 100, '^[A-Za-z0-9_-]+$'),
  kid: word('The name of the key, which the header of a token has.', 100, '^[A-Za-z0-9_-]+$'),
  alg: oneOf(['ES256'], 'The algorithm it is for.'),
  use: oneOf(['sig'], 'It signs.'),
})
const KeySet = object('KeySet', { keys: listOf(ref(PublicKey), 20, { description: 'The keys: those that sign, will sign, or have signed a moment ago.' }) })

const utf8 = new TextDecoder('utf-8', { fatal: true })
const known = Object.keys(TokenRequest.properties)

/**
 * Reads a form as RFC 6749 has it: what has no value was not sent, what is not known is passed over, nothing is said twice.
 * @throws TokenRefusal
 */
function readForm(bytes: Buffer): TokenForm {
  const form: Record<string, string> = {}
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw new TokenRefusal('invalid_request', 'The form is not UTF-8.')
  }
  for (const [name, value] of new URLSearchParams(text)) {
    if (value === '' || !known.includes(name)) continue
    if (form[name] !== undefined) throw new TokenRefusal('invalid_request', `${name} is there twice.`)
    form[name] = value
  }
  return form
}

const sendRefusal = (reply: FastifyReply, { code, description }: TokenRefusal): FastifyReply => {
  if (code === 'invalid_client') reply.header('www-authenticate', 'Basic realm="binakarya"')
  return reply
    .code(code === 'invalid_client' ? 401 : 400)
    .headers({ pragma: 'no-cache', 'content-language': 'en' })
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ error: code, error_description: description })
}

/** What the schema of the form refuses, in the words of RFC 6749. */
function refusalOf({ validation, validationContext }: FastifyError): TokenRefusal | undefined {
  if (validation === undefined || validationContext !== 'body') return undefined
  const place = ({ instancePath, params }: (typeof validation)[number]) => instancePath.slice(1) || String(params.missingProperty ?? 'the form')
  const names = [...new Set(validation.map(place))]
  return validation.some(({ keyword }) => keyword === 'enum')
    ? new TokenRefusal('unsupported_grant_type', 'Only client_credentials is offered.')
    : new TokenRefusal('invalid_request', `Not usable: ${names.join(', ')}.`)
}

interface Options {
  tokens: AccessTokens
  keys: SigningKeys
  use: CredentialUse
}

export const oauthRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { tokens, keys, use }) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    try {
      if (/charset=(?!"?utf-8"?\s*(;|$))/i.test(request.headers['content-type'] ?? ''))
        throw problem('unsupported-media-type', phrase`Only UTF-8 is understood.`)
      done(null, readForm(bytes))
    } catch (error) {
      done(error as Error)
    }
  })
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const refusal = error instanceof TokenRefusal ? error : refusalOf(error)
    if (refusal === undefined) throw error
    return sendRefusal(reply, refusal)
  })

  const oauth = { tag: accessTag.name, resource: 'token', scope: 'public', kind: 'read' } as const
  app.post('/v1/oauth/token', {
    ...operation({
      ...oauth,
      id: 'createAccessToken',
      summary: 'Get an access token',
      description:
        'The token endpoint of OAuth 2.0 (token akses) for client credentials. The client proves itself by `client_secret_basic`, `client_secret_post` or `private_key_jwt`. What RFC 6749 has a code for is refused as it says, in `application/json`; what goes wrong before that is a problem as everywhere.',
      body: TokenRequest,
      answer: { schema: TokenAnswer, description: 'The token.' },
      refusal: TokenRefusalDocument,
      problems: ['unavailable'],
    }),
    handler: async (request, reply) => {
      await app.rateLimiter.takeToken(reply, request.ip, claimedClient(request, request.body))
      const issuer = tokens.issuer()
      const asked = { pool: app.pool, keyring: app.keyring, use, audience: [issuer, `${issuer}/v1/oauth/token`] }
      const { caller } = await authenticateClient(asked, request, request.body).catch((error) => slowDown(app, request, reply, error))
      const wanted = scopesIn(request.body.scope)
      const granted = wanted.length === 0 ? [...caller.scopes] : [...new Set(wanted)]
      const beyond = granted.find((scope) => !caller.scopes.has(scope))
      if (beyond !== undefined) {
        app.auditor.unproved(request, caller)
        throw new TokenRefusal('invalid_scope', 'The client does not have all of these scopes.')
      }
      const { token, tokenId } = await tokens.issue(caller.clientId, granted)
      await app.auditor.issued(request, { ...caller, tokenId })
      reply.header('pragma', 'no-cache')
      return { access_token: token, token_type: 'Bearer' as const, expires_in: tokenSeconds, scope: granted.join(' ') }
    },
  })

  app.get('/v1/oauth/jwks', {
    ...operation({
      ...oauth,
      id: 'readKeySet',
      summary: 'Read the keys that sign access tokens',
      description: 'The key set (kumpulan kunci publik, RFC 7517) with which anybody can check an access token. A key is here for an hour before it signs.',
      answer: { schema: KeySet, description: 'The keys.' },
      problems: ['unavailable'],
    }),
    handler: async (_request, reply) => {
      reply.headers(cacheable)
      return { keys: (await keys.published()) as unknown as [] }
    },
  })

  const hidden = { schema: { hide: true } }
  app.get('/.well-known/oauth-authorization-server', hidden, (_request, reply) => {
    const issuer = tokens.issuer()
    return reply.headers(cacheable).send({
      issuer,
      token_endpoint: `${issuer}/v1/oauth/token`,
      jwks_uri: `${issuer}/v1/oauth/jwks`,
      scopes_supported: allScopes(),
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
      service_documentation: `${issuer}/docs`,
    })
  })
  app.get('/.well-known/oauth-protected-resource', hidden, (_request, reply) => {
    const issuer = tokens.issuer()
    return reply.headers(cacheable).send({
      resource: issuer,
      authorization_servers: [issuer],
      scopes_supported: allScopes(),
      bearer_methods_supported: ['header'],
      resource_documentation: `${issuer}/docs`,
    })
  })
}

const cacheable = { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

/** Guesses are counted by address and by the client they are about; who proves itself is not counted. */
async function slowDown(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<never> {
  if (error instanceof TokenRefusal && error.code === 'invalid_client') {
    app.auditor.unproved(request, error)
    await app.rateLimiter.refusals.take(reply, request.ip)
    if (error.clientId !== undefined) await app.rateLimiter.refusals.take(reply, `client ${error.clientId}`)
  }
  throw error
}
