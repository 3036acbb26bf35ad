import { expect, it } from 'vitest'
import { PathTable } from './pathTable.ts'
import { allRoutes } from './routes/index.ts'

const table = new PathTable([
  { method: 'GET', path: '/messages/:sessionId/:msgId' },
  { method: 'DELETE', path: '/messages/:session/:id' },
  { method: 'POST', path: '/messages/send/text' },
  { method: 'PUT', path: '/flows/:id/steps/:stepId' },
  { method: 'PATCH', path: '/flows/:id/steps/batch' },
])
const methods = (path: string) => [...(table.methodsOf(path) ?? [])]

it('joins the methods of paths that differ only in the names of their parameters', () => {
  expect(methods('/messages/abc/3EB0')).toEqual(['GET', 'DELETE'])
})

it('reads no id from a literal segment', () => {
  expect(methods('/messages/send/text')).toEqual(['POST'])
  expect(methods('/messages/send/nothing')).toEqual([])
  expect(methods('/flows/f1/steps/batch')).toEqual(['PATCH'])
  expect(methods('/flows/f1/steps/s1')).toEqual(['PUT'])
})

it.each(['', '/', '/messages', '/messages/abc', '/messages//3EB0', '/messages/abc/3EB0/more', '/__proto__'])(
  'has no methods for the path "%s"',
  (path) => {
    expect(table.methodsOf(path)).toBeUndefined()
  },
)

it('registers each route of a literal path before the routes with a parameter at its place', async () => {
  const routes = (await allRoutes()).flatMap((route) => route.describe())
  const fits = (pattern: string, path: string) =>
    new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`).test(path)
  routes.forEach(({ method, path }, at) => {
    const earlier = routes.slice(0, at)
    const shadows = earlier.filter((route) => route.method === method && fits(route.path, path))
    expect(shadows.filter((route) => !fits(path, route.path)).map((route) => route.path)).toEqual([])
  })
})
