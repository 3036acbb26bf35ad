import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type ServerType, serve } from '@hono/node-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toTable } from '#cli/print.ts'
import { run } from '#cli/run.ts'
import { createApi } from '#functions/api/app.ts'
import { createDatabase } from './support/database.ts'
import { ADMIN_TOKEN, type FunctionServices, functionServices } from './support/functions.ts'

const BIN = fileURLToPath(new URL('../cli/vesper.mjs', import.meta.url))
let services: FunctionServices
let server: ServerType
let url = ''
let folder = ''

beforeAll(async () => {
  services = await functionServices(await createDatabase(), { VESPER_RATE_LIMIT: '1000' })
  const { fetch } = createApi(services)
  server = await new Promise<ServerType>((resolve) => {
    const starting = serve({ fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(starting))
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  folder = await mkdtemp(path.join(tmpdir(), 'vesper-cli-'))
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await services.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the command line client as a shell does. */
async function vesper(line: string, environment: Record<string, string> = {}) {
  const written = { out: '', err: '' }
  const code = await run(line.split(' '), {
    environment: { VESPER_URL: url, VESPER_ADMIN_TOKEN: ADMIN_TOKEN, ...environment },
    out: (text) => {
      written.out += text
    },
    err: (text) => {
      written.err += text
    },
  })
  return { code, ...written }
}

const json = async (line: string) => JSON.parse((await vesper(`--json ${line}`)).out)

it('creates an account, another app and a key, and shows the key only once', async () => {
  const account = await json('accounts create --name Example --plan pro --app-name Shop')
  const app = await json(`apps create ${account.id} --name Office`)
  const created = await vesper(`keys create ${app.id} --name production`)
  const key = created.out.match(/^key +(vsp_\S+)$/m)?.[1]
  expect((await services.db.execute('select prefix from api_keys')).rows).toEqual([
    { prefix: key?.slice(0, 14) },
  ])
  const listed = await vesper(`keys list ${app.id}`)
  expect(listed.out).toMatch(/^id +name +prefix +createdAt +lastUsedAt +revokedAt\nkey_\S+ +production +vsp_/)
  expect(listed.out).not.toContain(key)
  const names = (await json(`apps list ${account.id}`)).map(({ name }: { name: string }) => name)
  expect(names).toEqual(['Shop', 'Office'])
  expect((await vesper(`usage ${account.id}`)).out).toMatch(/^messages +0 of 25000\n.*\napps +2 of 3$/m)
})

it('regenerates and revokes keys, suspends and resumes accounts, and deletes apps', async () => {
  const { id, appId } = await json('accounts create --name Other --plan starter')
  const first = await json(`keys create ${appId} --name k`)
  const second = await json(`keys regenerate ${first.id}`)
  expect(second.key).not.toBe(first.key)
  expect((await json(`keys revoke ${second.id}`)).revokedAt).toEqual(expect.any(String))
  expect((await json(`accounts suspend ${id}`)).suspendedAt).toEqual(expect.any(String))
  expect((await json(`accounts resume ${id}`)).suspendedAt).toBeNull()
  expect((await json(`accounts update ${id} --plan enterprise --name Renamed`)).plan).toBe('enterprise')
  expect((await json(`accounts get ${id}`)).name).toBe('Renamed')
  expect(await json(`apps delete ${appId}`)).toEqual({ id: appId, deleted: true })
  expect((await vesper('sessions --status connected')).out).toBe('None.\n')
  expect(await json('connectors')).toEqual([])
})

it('creates a key with limits, and removes a limit', async () => {
  const { appId } = await json('accounts create --name Agents --plan starter')
  const limits =
    '--scopes read,send --expires-at 2999-01-01T00:00:00Z --allowed-ips 203.0.113.0/24,2001:db8::/32'
  const key = await json(`keys create ${appId} --name agent ${limits}`)
  expect(key).toMatchObject({
    scopes: ['read', 'send'],
    expiresAt: '2999-01-01T00:00:00.000Z',
    allowedIps: ['203.0.113.0/24', '2001:db8::/32'],
  })
  const updated = await json(`keys update ${key.id} --expires-at null --allowed-ips null --scopes read`)
  expect(updated).toMatchObject({ name: 'agent', scopes: ['read'], expiresAt: null, allowedIps: null })
})

it('lists the requested number over several pages', async () => {
  for (let n = 0; n < 3; n++) await json(`accounts create --name many-${n} --plan starter`)
  expect(await json('accounts list --limit 2')).toHaveLength(2)
  expect((await json('accounts list --limit 500')).length).toBeGreaterThanOrEqual(3)
})

it('prints errors, and exits with 1 for a refusal of the gateway and with 2 for wrong usage', async () => {
  expect(await vesper('accounts get acc_nobody')).toMatchObject({
    code: 1,
    err: expect.stringContaining('Account acc_nobody does not exist.'),
  })
  const { id } = await json('accounts create --name Small --plan starter')
  expect((await vesper(`apps create ${id} --name more`)).err).toContain('App limit (1) exceeded')
  for (const [line, environment, message] of [
    ['accounts list', { VESPER_ADMIN_TOKEN: 'wrong' }, 'Missing or invalid admin token'],
    ['accounts list', { VESPER_URL: 'http://127.0.0.1:9' }, 'cannot be reached'],
    ['accounts list', { VESPER_ADMIN_TOKEN: '' }, 'Set both VESPER_URL and VESPER_ADMIN_TOKEN'],
    ['accounts list', { VESPER_URL: 'nonsense' }, 'VESPER_URL is not a URL'],
  ] as const) {
    const { code, out, err } = await vesper(line, environment)
    expect([code, out, err]).toEqual([1, '', expect.stringContaining(message)])
  }
  for (const line of ['accounts create --name x', 'accounts create --name x --plan gold', 'nonsense']) {
    expect((await vesper(line)).code).toBe(2)
  }
  expect((await vesper('--help')).code).toBe(0)
})

it('finds the gateway of this machine by its local.json, as a separate program', async () => {
  const environment = { PATH: process.env.PATH, VESPER_DATA_DIR: folder }
  const call = () => promisify(execFile)('node', [BIN, '--json', 'accounts', 'list'], { env: environment })
  await expect(call()).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no gateway on this machine'),
  })
  await writeFile(
    path.join(folder, 'local.json'),
    JSON.stringify({ baseUrl: url, adminToken: ADMIN_TOKEN, appId: 'a', apiKey: 'k' }),
  )
  expect(JSON.parse((await call()).stdout)).toEqual(expect.any(Array))
})

it('prints names of tenants without control characters', () => {
  const forged = toTable([{ name: '\u001b[2Jx\nforged' }], ['name'])
  expect(forged.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  expect(forged.split('\n')).toHaveLength(3)
})
