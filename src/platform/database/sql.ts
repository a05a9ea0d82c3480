/** SQL composed by templates: what stands between the words is always a parameter, unless it is SQL itself (src/decisions/0066). */

/** Words of a statement; undefined where a value stands. */
type Piece = string | undefined

/** A statement taken apart: all its words in order, and all its values in order. */
export interface Parts {
  pieces: Piece[]
  values: unknown[]
}

/** A part of a statement. To make one costs nothing to speak of: what it is composed of is only put together when it is run. */
export class Sql {
  constructor(
    readonly words: readonly string[],
    readonly between: readonly unknown[],
  ) {}

  get parts(): Parts {
    const parts: Parts = { pieces: [], values: [] }
    gather(this, parts)
    return parts
  }

  get values(): unknown[] {
    return this.parts.values
  }

  get text(): string {
    return textOf(this.parts.pieces)
  }
}

// Every request goes through here with hundreds of pieces: a plain loop is several times as fast as an iterator.
function gather({ words, between }: Sql, parts: Parts): void {
  parts.pieces.push(words[0])
  for (let at = 0; at < between.length; at++) {
    const one = between[at]
    if (one instanceof Sql) gather(one, parts)
    else {
      parts.pieces.push(undefined)
      parts.values.push(one)
    }
    parts.pieces.push(words[at + 1])
  }
}

/** The statement as PostgreSQL reads it, its values being `$1`, `$2`, … */
export function textOf(pieces: readonly Piece[]): string {
  let values = 0
  return pieces.map((piece) => piece ?? `$${++values}`).join('')
}

export const sql = (words: readonly string[], ...between: unknown[]): Sql => new Sql(words, between)

/** Words that go into the statement as they are: ours, never a caller's. */
export const raw = (words: string): Sql => new Sql([words], [])

export const empty = raw('')

/** @param parts at least one: a list without members is no SQL */
export function join(parts: readonly unknown[], separator = ','): Sql {
  if (parts.length === 0) throw new TypeError('There is nothing to join.')
  return new Sql(['', ...Array<string>(parts.length - 1).fill(separator), ''], parts)
}

/** Matches any of the values; a single one as an equality, so that an index on the column also gives the order of the rows. */
export function isAnyOf(of: Sql | string, values: readonly unknown[], type = 'text'): Sql {
  const one = typeof of === 'string' ? raw(of) : of
  return values.length === 1 ? sql`${one} = ${values[0]}::${raw(type)}` : sql`${one} = ANY(${values}::${raw(type)}[])`
}

/**
 * A table of the statement whose rows are given, `name(column, …)`: an array for each column, `types` saying of what.
 * PostgreSQL plans for a hundred rows in any JSON and would sooner read a whole table than look so many up; in an array that
 * it does not know, for ten. It would know one that is a parameter, find a plan for its one or two rows better than the kept
 * plan for any, and so plan anew each time: a subquery hides it.
 */
export function given<Column extends string>(name: string, types: Readonly<Record<Column, string>>) {
  const columns = Object.keys(types) as Column[]
  const hidden = columns.map((column) => `::${types[column]}[])`)
  const alias = `${name}(${columns.map((column) => `"${column}"`).join(', ')})`
  const words = ['unnest((SELECT ', ...hidden.slice(0, -1).map((end) => `${end}, (SELECT `), `${hidden.at(-1)}) AS ${alias}`]
  return (rows: readonly { readonly [C in Column]?: unknown }[]): Sql =>
    new Sql(
      words,
      columns.map((column) => rows.map((row) => row[column] ?? null)),
    )
}
