import { is, Param, Placeholder, SQL, type SQLWrapper, StringChunk, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { once } from '#shared/once.ts'

/** Returns the place of a value in a statement, by the name of the value. */
export type ValueOf<Values> = (name: keyof Values & string) => SQLWrapper

/** A statement's text between its parameters, and its parameters. The texts are one more than the parameters. */
interface Built {
  texts: StringChunk[]
  /** Returns each parameter for the values of a call. */
  params: ((values: Record<string, unknown>) => Param)[]
}

const dialect = new PgDialect()

/**
 * Returns a statement whose text is built once. drizzle's building of a large statement costs more CPU time than its transfer and
 * its answer. The result is an ordinary query for `execute`, on a pool or in a transaction, with drizzle's own errors.
 * @param build writes the statement with a place for each value
 */
export function statement<Values extends object>(
  build: (value: ValueOf<Values>) => SQL,
): (values: Values) => SQL {
  const built = once(() => split(build((name) => sql.placeholder(name))))
  return (values) => {
    const { texts, params } = built()
    const named = values as Record<string, unknown>
    return new SQL(texts.flatMap((text, index) => [text, params[index]?.(named) ?? new StringChunk('')]))
  }
}

/** @throws Error if a literal of the statement looks like the number of a parameter */
function split(query: SQL): Built {
  const { sql: text, params } = dialect.sqlToQuery(query)
  const texts: StringChunk[] = []
  let end = 0
  for (const index of params.keys()) {
    const mark = `$${index + 1}`
    const at = text.indexOf(mark, end)
    texts.push(new StringChunk(text.slice(end, at)))
    end = at + mark.length
  }
  texts.push(new StringChunk(text.slice(end)))
  if (text.match(/\$\d+/g)?.length !== (params.length || undefined))
    throw new Error('A literal of this statement looks like the number of a parameter')
  return { texts, params: params.map(paramOf) }
}

/** Returns the function that makes a parameter: of a named value, of a named value with its column's encoder, or of a constant. */
function paramOf(param: unknown): (values: Record<string, unknown>) => Param {
  if (is(param, Param)) {
    const { value, encoder } = param as Param<Placeholder>
    return (values) => new Param(valueIn(values, value) as Placeholder, encoder)
  }
  if (is(param, Placeholder)) return (values) => new Param(valueIn(values, param))
  const constant = new Param(param)
  return () => constant
}

/** @throws Error if the value is missing, because PostgreSQL would take a null */
function valueIn(values: Record<string, unknown>, { name }: Placeholder): unknown {
  if (!(name in values)) throw new Error(`The statement has no value for ${name}`)
  return values[name]
}
