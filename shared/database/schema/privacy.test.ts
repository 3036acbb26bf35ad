import { readFileSync } from 'node:fs'
import { getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { expect, it } from 'vitest'
import * as schema from './index.ts'

const page = readFileSync('docs/privacy.md', 'utf8')
/** Names in the first column of the table of tables. */
const documented = page
  .split('### Tables of PostgreSQL')[1]
  ?.split('###')[0]
  ?.split('\n')
  .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name))

it('docs/privacy.md names each table, with its personal data and its retention', () => {
  const tables = Object.values(schema).flatMap((one) => (is(one, PgTable) ? [getTableName(one)] : []))
  expect(tables.length).toBeGreaterThan(30)
  expect(tables.filter((name) => !documented?.includes(name))).toEqual([])
})
