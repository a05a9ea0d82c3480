/** Prisma's WebAssembly engine, which applies migrations and compares schemas. Loaded only where one of them is to be done. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import { projectFolder } from '../contract/project-folder.ts'

// The compiler's only declaration of WebAssembly comes with the whole DOM.
declare const WebAssembly: { instantiate(bytes: Buffer, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }> }

const oidOfChar = 18
const oidOfText = 25

/**
 * The engine describes a database with catalogue columns of PostgreSQL's internal type "char", which the adapter refuses.
 * They travel as text and are handed over as the engine's characters.
 */
async function readable(factory: PrismaPg) {
  const adapter = await factory.connect()
  const ask = adapter.queryRaw.bind(adapter)
  const io = adapter as unknown as { performIO(query: unknown): Promise<{ fields: { dataTypeID: number }[] }> }
  const perform = io.performIO.bind(adapter)
  let characters: number[] = []
  io.performIO = async (query) => {
    const result = await perform(query)
    characters = result.fields.flatMap(({ dataTypeID }, at) => (dataTypeID === oidOfChar ? [at] : []))
    for (const at of characters) (result.fields[at] as { dataTypeID: number }).dataTypeID = oidOfText
    return result
  }
  adapter.queryRaw = async (query) => {
    const result = await ask(query)
    for (const at of characters) result.columnTypes[at] = ColumnTypeEnum.Character
    return result
  }
  // The adapter cuts a script at every semicolon, also inside a function's body; PostgreSQL reads it whole.
  adapter.executeScript = async (script) => void (await adapter.underlyingDriver().query(script))
  return adapter
}

interface Bindings {
  SchemaEngine: typeof SchemaEngine
}
let bindings: Promise<Bindings> | undefined

/** The engine's module holds one instance and what points into it: a second instance beside it breaks both. */
async function loadEngine(): Promise<Bindings> {
  const require = createRequire(import.meta.url)
  const folder = join(require.resolve('@prisma/schema-engine-wasm'), '..')
  // The package's entry imports .wasm as a module, which Node runs only behind a flag; so it is instantiated by hand.
  const module = await import(join(folder, 'schema_engine_bg.js'))
  const wasm = await WebAssembly.instantiate(await readFile(join(folder, 'schema_engine_bg.wasm')), { './schema_engine_bg.js': module })
  module.__wbg_set_wasm(wasm.instance.exports)
  ;(wasm.instance.exports.__wbindgen_start as () => void)()
  return module
}

/** Hands the engine out, bound to a database, and to an empty one where it shall compare. */
export async function withEngine<T>(databaseUrl: string, shadowUrl: string | undefined, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  bindings ??= loadEngine()
  const { SchemaEngine } = await bindings
  const main = new PrismaPg({ connectionString: databaseUrl })
  const shadow = new PrismaPg({ connectionString: shadowUrl ?? databaseUrl })
  const opened: { dispose(): Promise<void> }[] = []
  const connect = async (to: PrismaPg) => {
    const adapter = await readable(to)
    opened.push(adapter)
    return adapter
  }
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: 'postgres',
    adapterName: main.adapterName,
    connect: () => connect(main),
    connectToShadowDb: () => connect(shadow),
  }
  const engine = await SchemaEngine.new(
    { datamodels: [['schema.prisma', await readFile(join(projectFolder, 'prisma', 'schema.prisma'), 'utf8')]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  )
  try {
    return await use(engine)
  } finally {
    engine.free()
    // The engine leaves its connections open, and its own lock with them: another instance would wait for it.
    await Promise.all(opened.map((adapter) => adapter.dispose().catch(() => {})))
  }
}
