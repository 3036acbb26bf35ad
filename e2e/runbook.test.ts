import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { PROJECT_FOLDER } from '#infra/build/bundle.ts'
import type { Database } from '#shared/database/index.ts'
import { connectTo, createDatabase } from './support/database.ts'

const read = (file: string) => readFileSync(path.join(PROJECT_FOLDER, file), 'utf8')
const code = [...read('docs/runbook.md').matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text)

let db: Database
beforeAll(async () => {
  const connection = connectTo(await createDatabase())
  db = connection.db
  return () => connection.close()
})

it('has only queries that run against the schema', async () => {
  const queries = code.filter((text) => text.startsWith('select '))
  expect(queries.length).toBeGreaterThan(3)
  for (const query of queries) await db.execute(`explain ${query}`)
})

it('names only routes of the two documents', () => {
  const known = ['openapi.json', 'openapi.admin.json'].flatMap((file) => {
    const { paths } = JSON.parse(read(file)) as { paths: Record<string, Record<string, unknown>> }
    return Object.entries(paths).flatMap(([route, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${shape(route)}`),
    )
  })
  const named = code
    .flatMap((text) => /^(GET|POST|PUT|DELETE) (\/[^ ]*)/.exec(text)?.[0] ?? [])
    .map((route) => shape(route))
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((route) => !known.includes(route))).toEqual([])
})

/** Replaces the parameters of a route, and drops the prefix of its document. */
function shape(route: string): string {
  return route.replaceAll(/:\w+|\{\w+\}/g, '*').replace(/\/(api|admin)\/v1/, '')
}

it('names only events that the code logs, and fields of the access log', () => {
  const sources = ['shared', 'functions', 'connector'].flatMap((folder) =>
    readdirSync(path.join(PROJECT_FOLDER, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.test)\.ts$/.test(file))
      .map((file) => read(path.join(folder, file))),
  )
  const events = code.filter((text) => /^[a-z_]+\.[a-z_]+_?[a-z]+$/.test(text) && !/\.(js|md|ts)$/.test(text))
  expect(events.length).toBeGreaterThan(8)
  expect(events.filter((event) => !sources.some((source) => source.includes(`'${event}'`)))).toEqual([])
  const accessLog = read('infra/constructs/httpApi.ts').split('AccessLogFormat.custom').at(-1) ?? ''
  const fields = code.flatMap((text) => /^filter .+ by (.+)$/.exec(text)?.[1]?.split(', ') ?? [])
  const named = fields.filter((field) => !/^bin\(\d+m\)$/.test(field))
  expect(named.filter((field) => !accessLog.includes(`${field}: `))).toEqual([])
})
