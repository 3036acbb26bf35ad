import { sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { expect, it } from 'vitest'
import { messages } from './schema/index.ts'
import { statement } from './statement.ts'

interface Values {
  ids: string[]
  media: unknown
  at: Date | null
}

const update = statement<Values>(
  (value) => sql`update messages set media = ${sql.param(value('media'), messages.media)},
    deleted_at = ${sql.param(value('at'), messages.deletedAt)}, error = ${'a constant'}, status = 'it''s'
    where id = any(${value('ids')}::text[]) or sender = any(${value('ids')}::text[])`,
)
const queryOf = (values: Values) => new PgDialect().sqlToQuery(update(values))
const AT = new Date('2026-11-30T00:00:00Z')

it('has the text and the parameters that drizzle builds from the values themselves', () => {
  const values = { ids: ['a', 'b'], media: { size: 1 }, at: AT }
  const built = new PgDialect().sqlToQuery(
    sql`update messages set media = ${sql.param(values.media, messages.media)},
    deleted_at = ${sql.param(values.at, messages.deletedAt)}, error = ${'a constant'}, status = 'it''s'
    where id = any(${sql.param(values.ids)}::text[]) or sender = any(${sql.param(values.ids)}::text[])`,
  )
  const { sql: text, params } = queryOf(values)
  expect({ text, params }).toEqual({ text: built.sql, params: built.params })
  expect(params[0]).toBe('{"size":1}')
})

it('takes other values at each call, and passes null without the encoder of the column', () => {
  queryOf({ ids: ['a'], media: { size: 1 }, at: AT })
  expect(queryOf({ ids: [], media: null, at: null }).params).toEqual([null, null, 'a constant', [], []])
})

it('is a part of a larger statement', () => {
  const { sql: text, params } = new PgDialect().sqlToQuery(
    sql`select ${1}; ${update({ ids: [], media: null, at: null })}; select ${2}`,
  )
  expect(text).toMatch(/^select \$1; update messages set media = \$2,[\s\S]*\$6::text\[\]\); select \$7$/)
  expect(params).toEqual([1, null, null, 'a constant', [], [], 2])
})

it('builds the text once, at its first use', () => {
  let builds = 0
  const read = statement<{ id: string }>((value) => {
    builds += 1
    return sql`select ${value('id')}`
  })
  expect(builds).toBe(0)
  for (const id of ['a', 'b']) read({ id })
  expect(builds).toBe(1)
})

it('refuses a call without a value, because an array without a value would be an empty table', () => {
  expect(() => update({ ids: [], media: null } as unknown as Values)).toThrow('no value for at')
})

it('refuses a literal that looks like the number of a parameter', () => {
  const costs = statement<{ id: string }>((value) => sql`select '$1', ${value('id')}`)
  expect(() => costs({ id: 'a' })).toThrow('looks like the number of a parameter')
})
