import { existsSync } from 'node:fs'
import { Ajv } from 'ajv'
import { type Static, Type } from 'typebox'
import { defaultLimits } from './platform/database/pool.ts'

const limit = (standard: number, description: string) => Type.Integer({ default: standard, minimum: 1, maximum: 1_000_000_000, description })

/** Every setting: its check, its type, its default and its documentation. */
export const ConfigSchema = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', minLength: 1, description: 'Address to listen on.' }),
  PORT: Type.Integer({ default: 3000, minimum: 0, maximum: 65535, description: 'Port to listen on; 0 takes a free one.' }),
  DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://', description: 'PostgreSQL 15 to 18. Without it an embedded one is started.' })),
  API_PASSWORD: Type.Optional(
    Type.String({
      minLength: 16,
      maxLength: 200,
      description: 'Password that `npm run migrate` gives to the database role `api`, under which the API then runs.',
    }),
  ),
  POOL_SIZE: Type.Integer({ default: defaultLimits.connections, minimum: 2, maximum: 1_000, description: 'Connections to the database that requests share.' }),
  DRAIN_SECONDS: Type.Integer({
    default: 1,
    minimum: 0,
    maximum: 600,
    description: 'How long the process still answers after it was asked to stop and says that it is not ready, so that a balancer stops sending to it.',
  }),
  DATA_DIR: Type.String({ default: '.data', minLength: 1, description: 'Where the embedded database and the generated key live.' }),
  BOOTSTRAP_API_KEY: Type.Optional(
    Type.String({ minLength: 24, maxLength: 200, pattern: '^(?!eyJ)[!-~]+$', description: 'An API key with every scope and facility, for the first day.' }),
  ),
  MASTER_KEYS: Type.Optional(
    Type.String({
      maxLength: 2_000,
      description: 'Keys that encrypt personal numbers and hash credentials: <version>:<32 random bytes in base64>, the one to use first.',
    }),
  ),
  MASTER_KEYS_FILE: Type.Optional(Type.String({ minLength: 1, description: 'A file with the same, one key a line.' })),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$|^https?://\\[[0-9a-fA-F:]+\\](:[0-9]{1,5})?$',
      description: 'Where callers reach the service, without a path: issuer and audience of its access tokens. Unless given, http://127.0.0.1:<PORT>.',
    }),
  ),
  OIDC_ISSUER: Type.Optional(Type.String({ pattern: '^https?://[!-~]+$', description: 'An OpenID provider whose access tokens are accepted.' })),
  OIDC_AUDIENCE: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'The audience that its tokens must name; needed with OIDC_ISSUER.' })),
  OIDC_JWKS_URL: Type.Optional(Type.String({ pattern: '^https?://[!-~]+$', description: 'Where its keys are; asked of the provider unless given.' })),
  OIDC_TOKEN_TYPE: Type.Union([Type.Literal('at+jwt'), Type.Literal('JWT')], {
    default: 'at+jwt',
    description: 'The typ of its access tokens: at+jwt (RFC 9068), or JWT of older providers.',
  }),
  DEMO: Type.Boolean({ default: true, description: 'Write the demo data into an empty embedded database.' }),
  RATE_LIMIT: limit(6_000, 'Reads that one client may send in a minute.'),
  RATE_LIMIT_DOCUMENTS: limit(1_200, 'Pages and documents about the service that one address may read in a minute.'),
  RATE_LIMIT_WRITES: limit(3_000, 'Changes that one client may ask for in a minute.'),
  RATE_LIMIT_SEARCHES: limit(300, 'Searches for persons that one client may send in a minute.'),
  RATE_LIMIT_TOKENS: limit(120, 'Access tokens that one address may ask for in a minute as one client.'),
  RATE_LIMIT_REFUSALS: limit(60, 'Requests with refused credentials that one address may send in a minute.'),
  PERSONAL_RECORDS_PER_DAY: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000_000_000,
      description: 'Records of persons that one client may be shown or change in a day; by its roles unless given.',
    }),
  ),
  COLLISIONS_PER_DAY: limit(10, 'Changes of one client in a day that may collide with what is on record of persons.'),
  CONTACT_URL: Type.String({ default: 'https://binakarya.example/', pattern: '^https?://[!-~]+$', description: 'Page of those who run this server.' }),
  CONTACT_EMAIL: Type.String({
    default: 'contact@binakarya.example',
    pattern: '^[^@\\s]+@[^@\\s]+$',
    description: 'Where to write to them, also about security.',
  }),
  TERMS_URL: Type.String({ default: 'https://binakarya.example/terms', pattern: '^https?://[!-~]+$', description: 'Their terms of service.' }),
  TRUSTED_PROXIES: Type.Optional(
    Type.String({
      pattern: '^[0-9a-fA-F.:/, ]+$',
      description: 'Addresses or networks of reverse proxies whose X-Forwarded-For is believed, separated by commas.',
    }),
  ),
  AUDIT_RETENTION_MONTHS: Type.Integer({
    default: 60,
    minimum: 12,
    maximum: 1_200,
    description: 'Months of the audit trail that are kept beside the current one.',
  }),
  AUDIT_HEAD_FILE: Type.Optional(
    Type.String({ minLength: 1, description: 'A file that gets a line with the newest seal of the audit trail every ten minutes.' }),
  ),
  AUDIT_HEAD_URL: Type.Optional(Type.String({ pattern: '^https?://[!-~]+$', description: 'An address that the same is sent to, as JSON.' })),
  RETENTION_DAILY: Type.Boolean({ default: false, description: 'Erase persons whose period of retention is over, every night.' }),
  DELETABLE_HOURS: Type.Integer({
    default: 24,
    minimum: 1,
    maximum: 720,
    description: 'Hours after its entry in which a person that was entered by mistake can be deleted.',
  }),
  LOG_LEVEL: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
    { default: 'info', description: 'Least level that is logged.' },
  ),
})
export type Config = Omit<Static<typeof ConfigSchema>, 'LOG_LEVEL'> & { LOG_LEVEL: string }

/** The environment, completed from a file `.env` in the current folder where there is one. */
function ownEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

/** What a service that others reach should say and does not, with the reason. */
export function unsaid({ PUBLIC_URL, TRUSTED_PROXIES, CONTACT_URL, CONTACT_EMAIL }: Config): { setting: string; reason: string }[] {
  const isPlaceholder = (text: string) => /[@/]binakarya\.example/.test(text)
  const reasons: Record<string, string | false> = {
    PUBLIC_URL: PUBLIC_URL === undefined && 'set where callers reach the service: until then its access tokens name this machine',
    TRUSTED_PROXIES:
      TRUSTED_PROXIES === undefined &&
      'set the addresses of the reverse proxy: until then the trail and the limits know every caller by the address of the proxy',
    CONTACT_URL: isPlaceholder(CONTACT_URL) && 'set the page of those who run the service: the contract names it',
    CONTACT_EMAIL: isPlaceholder(CONTACT_EMAIL) && 'set where to write about weaknesses and personal data: security.txt names it',
  }
  return Object.entries(reasons).flatMap(([setting, reason]) => (reason === false ? [] : [{ setting, reason }]))
}

/** Different characters in a key that was made at random; 24 random bytes in hexadecimal have all sixteen, or nearly. */
const leastCharacters = 10

/** @throws Error that names every setting that is wrong, never its value. */
export function readConfig(environment: NodeJS.ProcessEnv = ownEnvironment()): Config {
  const names = Object.keys(ConfigSchema.properties)
  // An empty value means unset, as in `PORT= npm start` and in compose files.
  const given: Record<string, unknown> = Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])))
  const isUsable = new Ajv({ allErrors: true, useDefaults: true, coerceTypes: true, validateSchema: false, meta: false }).compile<Config>(ConfigSchema)
  if (isUsable(given)) {
    // A word of a tutorial, or one key pressed often: the first key opens everything.
    if (given.BOOTSTRAP_API_KEY !== undefined && new Set(given.BOOTSTRAP_API_KEY).size < leastCharacters)
      throw new Error(`The environment is not usable:\n  BOOTSTRAP_API_KEY has too few different characters to be random`)
    return given
  }
  const wrong = new Set(isUsable.errors?.map(({ instancePath, message }) => `  ${instancePath.slice(1)} ${message}`))
  throw new Error(`The environment is not usable:\n${[...wrong].join('\n')}`)
}
