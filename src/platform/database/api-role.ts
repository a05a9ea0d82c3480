/** The second role of an installation: the API does not own its tables, and cannot rewrite what is only added to. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectFolder } from '../contract/project-folder.ts'
import type { Pool } from './pool.ts'

/** The role that DATABASE_URL of the API names then. */
export const apiRole = 'api'

/** Gives the grants of prisma/roles.sql, anew after every migration, to a login role with this password. The pool is the owner's. */
export async function grantApiRole(pool: Pool, password: string): Promise<void> {
  await pool.query(await readFile(join(projectFolder, 'prisma', 'roles.sql'), 'utf8'))
  const exists = await pool.query('SELECT FROM pg_roles WHERE rolname = $1', [apiRole])
  const verb = exists.rowCount === 0 ? 'CREATE' : 'ALTER'
  const { rows } = await pool.query<{ statement: string }>("SELECT format('%s ROLE %I LOGIN PASSWORD %L', $1::text, $2::text, $3::text) AS statement", [
    verb,
    apiRole,
    password,
  ])
  await pool.query(String(rows[0]?.statement))
  await pool.query('GRANT binakarya_api TO api')
}
