import { setTimeout as pause } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../../prisma/client/client.ts'
import { apiUrlOf, readRun, urlOf } from './run.ts'

export interface TestDatabase {
  /** As its owner. */
  url: string
  /** As the API and the commands of an operator connect: under the role of prisma/roles.sql. */
  serviceUrl: string
  /** Runs SQL beside the API, for what only an operator or an attacker with SQL would do or see. */
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
  /** Keeps all rows as they are now, and returns what brings them back. The server's superuser does it: triggers and foreign keys are left out. */
  keepRows(): Promise<() => Promise<void>>
  /** The tables, typed, where a test looks into one or sets a value in it. Its first query takes some 0.3 s. */
  prisma: PrismaClient
  name: string
  drop(): Promise<void>
}

let copies = 0

/** A copy of the migrated template, of its own for the caller. `migrated: false` gives an empty database. */
export async function cloneDatabase({ migrated = true }: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const run = readRun(process.ppid)
  const name = `${run.prefix}_${process.pid}_${++copies}`
  const administer = async (statement: string): Promise<void> => {
    const admin = new pg.Client({ connectionString: run.admin })
    await admin.connect()
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          await admin.query(statement)
          return
        } catch (error) {
          // Somebody is still leaving the template.
          if ((error as { code?: string }).code !== '55006' || attempt === 40) throw error
          await pause(50)
        }
      }
    } finally {
      await admin.end()
    }
  }
  await administer(`CREATE DATABASE "${name}"${migrated ? ` TEMPLATE "${run.prefix}"` : ''}`)
  const url = urlOf(run, name)
  const pool = new pg.Pool({ connectionString: url, max: 2, options: '-c timezone=UTC' })
  pool.on('error', () => {})
  return {
    url,
    serviceUrl: apiUrlOf(run, name),
    name,
    prisma: new PrismaClient({ adapter: new PrismaPg(pool) }),
    keepRows: async () => {
      await pool.query(`
        CREATE SCHEMA kept;
        DO $$ DECLARE one name; BEGIN
          FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', one);
          END LOOP;
        END $$`)
      return async () => {
        await pool.query(`
          DO $$ DECLARE one name; BEGIN
            SET LOCAL session_replication_role = replica;
            FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' LOOP
              EXECUTE format('DELETE FROM public.%I', one);
              EXECUTE format('INSERT INTO public.%1$I OVERRIDING SYSTEM VALUE SELECT * FROM kept.%1$I', one);
            END LOOP;
          END $$`)
      }
    },
    query: async <Row>(text: string, values: unknown[] = []) => (await pool.query(text, values)).rows as Row[],
    drop: async () => {
      await pool.end()
      await administer(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
    },
  }
}
