import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, inject } from 'vitest'
import { type LocalGateway, localEnvironment, startGateway } from '#local/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { createApiKey } from '#shared/domain/apiKeys/index.ts'
import { slowness } from '#shared/testing.ts'
import { type Call, caller } from './client.ts'
import { createDatabase, type DatabaseAddress, watchDatabase } from './database.ts'
import { eventually } from './eventually.ts'
import { Phones } from './phones.ts'
import { readQr } from './qr.ts'

/** Limits of the gateway that must be longer on a slow machine. */
const SCALED = ['VESPER_KEEP_ALIVE_SECONDS', 'VESPER_LEASE_SECONDS', 'VESPER_QR_SECONDS']

/** A gateway for one test file, with helpers. */
export interface TestGateway extends LocalGateway {
  /** Calls `/api/v1` with the key of the first app. */
  api: Call
  phones: Phones
  /** Creates another tenant. */
  anotherApp(): Promise<{ appId: string; api: Call }>
  /** Creates a session and pairs it with a phone. */
  pair(options?: { phone?: string; api?: Call }): Promise<{ id: string; phone: string }>
  /**
   * Returns a session that the tests of a file share, because pairing takes half a second. Each test leaves it connected and
   * writes to its own customer.
   */
  paired(): Promise<{ id: string; phone: string }>
}

/** Returns another address for the fresh database, such as that of a proxy that breaks connections. */
type Through = (direct: DatabaseAddress) => Promise<DatabaseAddress>
const directly: Through = async (direct) => direct

/** Starts a gateway before a file's tests and stops it after them. A file without special needs calls `useSharedGateway`. */
export function useGateway(
  environment: Record<string, string> = {},
  through: Through = directly,
): TestGateway {
  const gateway = {} as TestGateway
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(path.join(inject('folder'), 'e2e-'))
    const started = await start(folder, environment, through)
    Object.assign(gateway, started, hands(started))
  })
  afterAll(async () => {
    const stopped = gateway.stop?.()
    // Connectors are killed, because a graceful stop takes more than a second.
    for (const { pid } of gateway.connectors ?? []) killNow(pid)
    await stopped
    await rm(folder, { recursive: true, force: true })
  })
  return gateway
}

/** The gateway of this worker. The worker runs its files sequentially in one module graph. */
let shared: Promise<LocalGateway> | undefined

/**
 * Creates an account and an app in the gateway that many files share, because a start takes two seconds of CPU time. Tests of
 * such a file kill no process and change no row of other apps. The gateway ends with the worker.
 */
export function useSharedGateway(): TestGateway {
  const gateway = {} as TestGateway
  beforeAll(async () => {
    shared ??= mkdtemp(path.join(inject('folder'), 'shared-')).then((folder) =>
      start(folder, { VESPER_CAMPAIGN_TIME_SCALE: '0' }),
    )
    const started = await shared
    const { DATABASE_URL = '', VESPER_DATABASE_PROXY = '' } = started.parts.environment
    watchDatabase({ DATABASE_URL, VESPER_DATABASE_PROXY })
    const info = { ...started.info, ...(await createApp(started.services, 'Default')) }
    Object.assign(gateway, started, { info }, hands({ ...started, info }))
  })
  afterAll(async () => {
    if (!gateway.phones) return
    await gateway.phones.healFaults()
    // Remaining webhooks and sessions would slow the next files: a webhook is retried, and a session reconnects.
    for (const kind of ['webhooks', 'sessions']) {
      const { data } = (await gateway.api('GET', `/${kind}`)).body
      await Promise.all(data.map(({ id }: { id: string }) => gateway.api('DELETE', `/${kind}/${id}`)))
    }
  })
  return gateway
}

async function start(
  folder: string,
  environment: Record<string, string>,
  through: Through = directly,
): Promise<LocalGateway> {
  const config = localEnvironment.parse({
    VESPER_DATA_DIR: folder,
    PORT: '0',
    VESPER_SANDBOX_PORT: '0',
    VESPER_SANDBOX_SMALL_UPLOADS: 'true',
    LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
    // Tests poll more often than users do.
    VESPER_RATE_LIMIT: '1000000',
    ...environment,
    ...scaled(environment),
  })
  return await startGateway(config, await through(await createDatabase()))
}

async function createApp(ctx: LocalGateway['services'], name: string) {
  const input = { name, plan: 'self_hosted', appName: name } as const
  const { appId } = await createAccount({ ctx, input })
  const { key: apiKey } = await createApiKey({ ctx, input: { appId, name: 'test' } })
  return { appId, apiKey }
}

/** Multiplies the short limits of a file by the slowness of the machine. */
function scaled(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    SCALED.flatMap((name) => {
      const seconds = environment[name]
      return seconds === undefined ? [] : [[name, String(Number(seconds) * slowness())]]
    }),
  )
}

function killNow(pid: number | undefined): void {
  try {
    if (pid) process.kill(pid, 'SIGKILL')
  } catch {
    // A test has ended the process.
  }
}

/** Returns helpers for a running gateway. */
export function hands(gateway: Pick<LocalGateway, 'info' | 'services'>) {
  const { info, services } = gateway
  if (!info.sandbox) throw new Error('Tests need the sandbox')
  const phones = new Phones(caller(info.sandbox.phonesUrl))
  const withKey = (key: string) => caller(`${info.baseUrl}/api/v1`, { 'x-api-key': key })
  const api = withKey(info.apiKey)
  const pair = async (options: { phone?: string; api?: Call } = {}) => {
    const call = options.api ?? api
    const phone = options.phone ?? (await phones.create())
    const created = await call('POST', '/sessions', { name: `session ${phone}` })
    const { id } = created.body.data
    await phones.scanShown(phone, () => readQr(call, id))
    await waitForStatus(call, id, 'connected')
    return { id, phone }
  }
  let pairing: ReturnType<typeof pair> | undefined
  return {
    api,
    phones,
    pair,
    async paired() {
      pairing ??= pair()
      const { id } = await pairing
      // An earlier test may have ended the connector of the session.
      await waitForStatus(api, id, 'connected')
      return await pairing
    },
    async anotherApp() {
      const { appId, apiKey } = await createApp(services, 'Another')
      return { appId, api: withKey(apiKey) }
    },
  }
}

/** Waits until a session has a status, and returns the session. */
export async function waitForStatus(api: Call, id: string, status: string, withinMs?: number) {
  return await eventually(async () => {
    const { body } = await api('GET', `/sessions/${id}`)
    if (!body.success) throw new Error(`GET /sessions/${id}: ${JSON.stringify(body)}`)
    return body.data.status === status ? body.data : false
  }, withinMs)
}

/** Waits until a message has one of the statuses, and returns the message. */
export async function waitForMessage(
  api: Call,
  session: string,
  id: string,
  statuses: string[],
  withinMs?: number,
) {
  return await eventually(async () => {
    const { body } = await api('GET', `/messages/${session}/${id}`)
    return body.success && statuses.includes(body.data.status) ? body.data : false
  }, withinMs)
}

/** Sends a text and returns its id. */
export async function sendText(api: Call, session: string, to: string, text: string): Promise<string> {
  const answer = await api('POST', '/messages/send/text', { session, to, text })
  if (answer.status !== 200) throw new Error(`Send answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body.data.key.id
}
