import type { Access } from '../../platform/security/roles.ts'

/** Under the heading of the requests of persons. */
export const access = { scopes: {}, forDemo: false } as const satisfies Access
