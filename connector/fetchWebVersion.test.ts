import { DEFAULT_CONNECTION_CONFIG } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { BUILT_IN_VERSION, isNewer, whatsappVersionSchema } from '#shared/contracts/whatsappVersion.ts'
import { RequestRefused } from '#shared/http/index.ts'
import { serveHttp } from '#shared/http/testing.ts'
import { fetchWebVersion, ImplausibleVersion, readWebVersion } from './fetchWebVersion.ts'

const [primary, secondary, builtIn] = BUILT_IN_VERSION
const page = (revision: unknown) =>
  `self.__swData=JSON.parse("{\\"client_revision\\":${revision},\\"x\\":1}");`

it('has the version of the built-in Baileys', () => {
  expect(BUILT_IN_VERSION).toEqual(DEFAULT_CONNECTION_CONFIG.version)
})

it.each([
  ['escaped', page(builtIn + 1)],
  ['plain', `{"server_revision":7,"client_revision": ${builtIn + 1}}`],
  ['repeated', page(builtIn + 1) + page(builtIn + 1)],
])('reads the %s revision of the page', (_form, script) => {
  expect(readWebVersion(script)).toEqual([primary, secondary, builtIn + 1])
})

it.each([
  ['no revision', '<html>Sign in to continue</html>'],
  ['a text', page('"abc"')],
  ['two revisions', page(builtIn + 1) + page(builtIn + 2)],
  ['an older revision', page(builtIn - 1)],
  ['zero', page(0)],
  ['a revision that is far ahead', page(builtIn + 300_000_000)],
  ['a revision of twenty digits', page('1'.repeat(20))],
])('refuses a page with %s', (_fault, script) => {
  expect(() => readWebVersion(script)).toThrow(ImplausibleVersion)
})

it('fetches the page of a sandbox', async () => {
  const server = await serveHttp((_request, response) => response.end(page(builtIn + 5)))
  expect(await fetchWebVersion(server.url)).toEqual([primary, secondary, builtIn + 5])
})

it('follows no redirect, and accepts no page of an error', async () => {
  const other = await serveHttp((_request, response) => response.end(page(builtIn + 5)))
  const redirecting = await serveHttp((_request, response) => {
    response.writeHead(302, { location: other.url }).end()
  })
  await expect(fetchWebVersion(redirecting.url)).rejects.toThrow(RequestRefused)
  const failing = await serveHttp((_request, response) => response.writeHead(503).end(page(builtIn + 5)))
  await expect(fetchWebVersion(failing.url)).rejects.toThrow('answered 503')
  expect(other.connections).toBe(0)
})

it.each(['2.3000.1043857760', '2.0.1', '9.999999.4294967295'])('accepts the version %s', (text) => {
  expect(whatsappVersionSchema.safeParse(text).success).toBe(true)
})

it.each([
  '',
  '2.3000',
  '2.3000.1.1',
  '0.1.2',
  '2.03000.1',
  'v2.3000.1',
  '2.3000.4294967296',
  '2.3000.-1',
  '٢.3000.1',
])('refuses the version "%s"', (text) => {
  expect(whatsappVersionSchema.safeParse(text).success).toBe(false)
})

it('compares versions by number', () => {
  expect(isNewer([2, 3000, 10], [2, 3000, 9])).toBe(true)
  expect(isNewer([2, 3000, 9], [2, 3000, 10])).toBe(false)
  expect(isNewer([2, 3000, 10], [2, 3000, 10])).toBe(false)
  expect(isNewer([2, 2999, 99], [2, 3000, 1])).toBe(false)
})
