import { type Static, Type } from 'typebox'
import { anyOf, archivedFilter, pageQuery, searchText } from '../../platform/contract/list-shapes.ts'
import {
  archived,
  closed,
  component,
  Id,
  idOf,
  instant,
  listOf,
  longText,
  maybes,
  nullable,
  nullables,
  object,
  oneOf,
  openWords,
  optionals,
  patch,
  patterned,
  preparation,
  recordStamps,
  ref,
  stamps,
  text,
} from '../../platform/contract/shapes.ts'
import { ScopeName } from '../../platform/contract/tags.ts'
import { dataClasses, personal } from '../../platform/security/data-classes.ts'
import { roleNames } from './roles.ts'

const role = openWords(roleNames, 'A bundle of scopes (peran).')
const email = patterned(254, '^[!-?A-~]+@[!-?A-~]+$', 'Where to write to that person.', { format: 'email', minLength: 3 })

const name = text(100, 'What the client is called; unique.')
const about = {
  organisation: text(200, 'The office or company behind it (instansi).'),
  contactName: personal(text(200, 'Whom to ask about it.'), { class: 'contact', mask: 'initials' }),
  contactEmail: personal(email, { class: 'contact', mask: 'absent' }),
  purpose: longText(1000, 'What it reads and writes data for (tujuan pemrosesan); kept with what it does.'),
}
const optional = { expiresAt: instant('From when on it may do nothing any more.') }
const withDefault = {
  roles: listOf(role, roleNames.length, { uniqueItems: true, default: [], description: 'Its roles (peran): together they say what it may do.' }),
  allFacilities: Type.Boolean({ default: false, description: 'Whether the rows of all facilities exist for it.' }),
  facilityIds: listOf(idOf('A facility (UPT). A regional office (Kanwil) stands for those below it as well.'), 500, {
    uniqueItems: true,
    default: [],
    description: 'The facilities whose rows exist for it, in the order of their ids in an answer. None means none.',
  }),
  redactions: listOf(openWords(dataClasses), dataClasses.length, {
    uniqueItems: true,
    default: [],
    description: 'Classes of personal data that it never sees, whatever its roles.',
  }),
  suspended: Type.Boolean({ default: false, description: 'Whether it is locked out for the time being (dibekukan).' }),
}

/** What a client may do, and where. */
export const ApiClientGrant = patch('ApiClientGrant', { ...withDefault, ...nullables(optional), archived })
export type ApiClientGrant = Static<typeof ApiClientGrant>

const effectiveScopes = listOf(ScopeName, 100, { readOnly: true, description: 'What it may do: the scopes of its roles together.' })
// Those that the service itself makes at its start have nobody who made them, and no facts about themselves.
const made = { createdBy: nullable(stamps.createdBy), updatedBy: nullable(stamps.updatedBy) }

export const ApiClient = object('ApiClient', {
  id: Id,
  name,
  ...nullables(about),
  ...withDefault,
  scopes: effectiveScopes,
  ...nullables(optional),
  archived,
  preparedChange: nullable({
    ...ref(ApiClientGrant),
    readOnly: true,
    description: 'What was prepared and waits for a second person (menunggu persetujuan); null where nothing does.',
  }),
  ...preparation,
  ...stamps,
  ...made,
})
export type ApiClient = Static<typeof ApiClient>

export const NewApiClient = object('NewApiClient', { name, ...about, ...optionals(withDefault), ...maybes(optional) })
export type NewApiClient = Static<typeof NewApiClient>

export const ApiClientPatch = patch('ApiClientPatch', { name, ...about, ...withDefault, ...nullables(optional), archived })
export type ApiClientPatch = Static<typeof ApiClientPatch>

export const ApiClientQuery = pageQuery(ApiClient, ['name', 'updatedAt', 'id'], {
  role: anyOf(role),
  facilityId: anyOf(idOf('A facility that it was given itself, not by its regional office.')),
  suspended: Type.Optional(Type.Boolean({ description: 'Only those that are locked out, or only the others.' })),
  archived: archivedFilter,
  q: searchText('name or organisation'),
})
export type ApiClientQuery = Static<typeof ApiClientQuery>

const kind = oneOf(
  ['API_KEY', 'CLIENT_SECRET', 'PUBLIC_KEY', 'EXTERNAL_SUBJECT'],
  'An API key goes into the `Authorization` header; a secret, or a signature that fits a public key, gets access tokens; an external subject has those of the OpenID provider that the service trusts.',
)
const number = (maxLength: number, description: string) => Type.String({ minLength: 2, maxLength, pattern: '^[A-Za-z0-9_-]+$', description })

/** Public members only (RFC 7517, 7518, 8037): a private one is unknown here, and refused. */
export const PublicJwk = component(
  'PublicJwk',
  closed(
    {
      kty: oneOf(['EC', 'OKP', 'RSA'], 'The kind of key.'),
      ...optionals({
        crv: oneOf(['P-256', 'P-384', 'Ed25519'], 'The curve of an EC or OKP key.'),
        x: number(64, 'A coordinate of an EC key; the whole of an OKP key.'),
        y: number(64, 'The other coordinate of an EC key.'),
        n: number(700, 'The modulus of an RSA key, 2048 to 4096 bits.'),
        e: number(8, 'The exponent of an RSA key.'),
        kid: Type.String({ minLength: 1, maxLength: 100, pattern: '^[!-~]+$', description: 'How the client names the key in what it signs.' }),
        alg: oneOf(['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256'], 'The one algorithm to be used with it.'),
        use: oneOf(['sig'], 'What it is for.'),
      }),
    },
    { description: 'A public key (JWK). Private members are refused.' },
  ),
)
export type PublicJwk = Static<typeof PublicJwk>

const external = {
  externalIssuer: text(500, 'The OpenID provider that names it (`iss`); null for other kinds, as are the next two.'),
  externalClient: text(255, 'The client of that provider through which it comes (`client_id`, or `azp`).'),
  externalSubject: text(255, 'Whom the tokens are of (`sub`): that client itself, or a person who uses it.'),
}

const credentialEnd = instant('When it ends: at most two years away; a year when it is left out.')

export const ApiClientCredential = object('ApiClientCredential', {
  id: { ...Id, description: 'Identifier (UUIDv7). Also stands in an API key or secret, without dashes.' },
  clientId: idOf('The client it belongs to.'),
  kind,
  publicJwk: nullable(ref(PublicJwk)),
  ...nullables(external),
  expiresAt: nullable(instant('When it ends; null for never, which only keys of the settings have.')),
  revokedAt: nullable(instant('When it was revoked.')),
  lastUsedAt: nullable(instant('When it was last used, to the minute. Moves without a new version.')),
  ...preparation,
  ...recordStamps,
  createdBy: made.createdBy,
})
export type ApiClientCredential = Static<typeof ApiClientCredential>

export const NewApiClientCredential = object('NewApiClientCredential', {
  kind,
  publicJwk: Type.Optional(ref(PublicJwk)),
  token: Type.Optional(
    Type.String({
      minLength: 16,
      maxLength: 8192,
      pattern: '^[!-~]+$',
      description: 'Of an external subject: an access token of it that is valid now. It proves whom it is of, and is not kept.',
    }),
  ),
  expiresAt: Type.Optional(credentialEnd),
})
export type NewApiClientCredential = Static<typeof NewApiClientCredential>

export const IssuedApiClientCredential = object('IssuedApiClientCredential', {
  ...ApiClientCredential.properties,
  secret: nullable(
    text(200, 'The API key or client secret: keep it now, it is not kept here. Null for a public key, and when a request is repeated (replayed).', {
      readOnly: true,
    }),
  ),
})
export type IssuedApiClientCredential = Static<typeof IssuedApiClientCredential>

export const ApiClientCredentialQuery = pageQuery(ApiClientCredential, ['createdAt', 'id'], {
  kind: anyOf(kind),
  revoked: Type.Optional(Type.Boolean({ description: 'Only those that were revoked, or only the others.' })),
})
export type ApiClientCredentialQuery = Static<typeof ApiClientCredentialQuery>

export const ByCredential = closed({ id: Id, credentialId: idOf('The credential.') })
