import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { adminRoutes } from '#functions/api/admin/routes/index.ts'
import type { DescribedRoute } from '#functions/api/openapi/described.ts'
import { codesOfEach } from '#functions/api/openapi/failures.ts'
import { allRoutes } from '#functions/api/routes/index.ts'
import type { ErrorCode } from '#shared/errors/index.ts'
import { type Declaration, Modules } from './modules.ts'
import { raisedBy } from './raised.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Errors that the code of a verb contains and its route cannot reach. The account of the request exists, and a webhook of the operator
 * names no sessions.
 */
const UNREACHABLE = [
  'sessions.create NOT_FOUND',
  'operator accounts.create NOT_FOUND',
  'operator webhooks.create NOT_FOUND',
]

/** Errors that the HTTP server raises before a route, and that a route lists because its query is the usual cause. */
const BY_SERVER = ['contacts.check HEADERS_TOO_LARGE']

const modules = new Modules(ROOT)
type Routes = ReadonlyMap<string, DescribedRoute>

it.each([
  ['a tenant', 'functions/api/routes', '', await allRoutes()],
  ['the operator', 'functions/api/admin/routes', 'operator ', adminRoutes],
] as const)('each route of %s lists exactly the errors that its verb can raise', (_, folder, prefix, all) => {
  const routes: Routes = new Map(all.map((route) => route.describe()).map((route) => [route.id, route]))
  const definitions = filesIn(folder).flatMap((file) =>
    modules
      .of(file)
      .flatMap((declaration) => idsOf(routes, file, declaration).map((id) => ({ id, declaration }))),
  )
  expect([...new Set(definitions.map(({ id }) => id))].sort()).toEqual([...routes.keys()].sort())
  expect(
    definitions.flatMap(({ id, declaration }) =>
      differences(routes.get(id) as DescribedRoute, prefix + id, raisedBy(modules, declaration)),
    ),
  ).toEqual([])
})

/** Compares the list of a route with the errors of its code, without the errors of each route. */
function differences(route: DescribedRoute, id: string, raised: ReadonlySet<ErrorCode>): string[] {
  const ofEach = codesOfEach(route)
  const can = [...raised].filter((code) => !ofEach.includes(code) && !UNREACHABLE.includes(`${id} ${code}`))
  return [
    ...route.errors
      .filter((code) => !can.includes(code) && !BY_SERVER.includes(`${id} ${code}`))
      .map((code) => `${id} lists ${code}, and cannot raise it`),
    ...can.filter((code) => !route.errors.includes(code)).map((code) => `${id} can raise ${code}: list it`),
  ]
}

it('an error is found through imports, re-exports and calls', () => {
  const [deleteWebhook] = modules.of('shared/domain/webhooks/deleteWebhook.ts')
  expect([...raisedBy(modules, deleteWebhook as Declaration)]).toEqual(['NOT_FOUND'])
})

function filesIn(folder: string): string[] {
  const names = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name}`)
}

/** Returns the ids of the routes that a declaration defines. A function may define a route for each value of a parameter. */
function idsOf(routes: Routes, file: string, { name, uses }: Declaration): string[] {
  if (!uses.has('defineRoute') && !uses.has('defineAdminRoute')) return []
  const source = readFileSync(path.join(ROOT, file), 'utf8')
  const start = source.search(new RegExp(`^(?:export )?(?:const|function) ${name}\\b`, 'm'))
  const [, id = ''] = /\bid: ['`]([^'`]+)['`]/.exec(source.slice(start)) ?? []
  const pattern = new RegExp(`^${id.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '\\w+')}$`)
  return [...routes.keys()].filter((known) => pattern.test(known))
}
