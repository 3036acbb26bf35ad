import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JOBS } from '#shared/contracts/jobs.ts'
import type { DatabaseConnection } from '#shared/database/index.ts'
import { groups, sessions } from '#shared/database/index.ts'
import { campaignInput, createCampaign } from '#shared/domain/broadcast/index.ts'
import { say } from '#shared/domain/chatbot/testing.ts'
import { deliver, fanOut, listDeliveries, testWebhook } from '#shared/domain/deliveries/index.ts'
import { setGroupPicture } from '#shared/domain/groups/index.ts'
import { sendMedia } from '#shared/domain/messages/index.ts'
import { type HostileServer, startHostileServer } from '#shared/http/hostileServer.fixture.ts'
import { newSessionId } from '#shared/ids.ts'
import { startFileStore } from '#shared/media/stores/testing.ts'
import type { Job } from '#shared/queues/index.ts'
import { createBot } from './support/bot.ts'
import { createContext, happen, subscribe, type TestContext } from './support/context.ts'
import { connectTo, createDatabase } from './support/database.ts'

const GROUP = '120363000000000001@g.us'
const CUSTOMER = '905551234567@s.whatsapp.net'

let connection: DatabaseConnection
let server: HostileServer
let files: Awaited<ReturnType<typeof startFileStore>>
let ctx: TestContext
const sessionId = newSessionId()

beforeAll(async () => {
  connection = connectTo(await createDatabase())
  server = await startHostileServer()
  files = await startFileStore()
  ctx = await createContext(connection)
  ctx.media = files.store
  ctx.settings = { ...ctx.settings, urlPolicy: { allowHttp: true, allowPrivate: true, longestMs: 300 } }
  const session = { id: sessionId, appId: ctx.appId, name: 'S', partition: 0, generation: 'run_1' }
  await ctx.db.insert(sessions).values({ ...session, pairedAt: ctx.now() })
  await ctx.db.insert(groups).values({
    ...{ sessionId, id: GROUP, subject: 'Team', announce: false, locked: false, ephemeralSeconds: 0 },
    ...{ joinApproval: false, addressingMode: 'pn', members: [], size: 0, syncedAt: ctx.now() },
  })
})
afterAll(() => Promise.all([connection.close(), server.stop(), files.stop()]))

/** Calls `call` with the URL of each hostile response in parallel, and returns the results. */
async function againstEach<T>(call: (url: string) => Promise<T>): Promise<(T | Error)[]> {
  return await Promise.all(
    Object.values(server.urls).map((url) => call(url).catch((error: unknown) => error as Error)),
  )
}

function chunk<T>(all: readonly T[], size: number): T[][] {
  return all.length === 0 ? [] : [all.slice(0, size), ...chunk(all.slice(size), size)]
}

/** Returns the results that are not refusals of the file. */
function unexpected(outcomes: unknown[]): unknown[] {
  return outcomes.filter((outcome) => !(outcome instanceof Error && outcome.name === 'UnprocessableMedia'))
}

describe('a webhook with a hostile receiver', () => {
  const subscribed: { app: TestContext; id: string; url: string }[] = []

  beforeAll(async () => {
    // An app has at most 20 webhooks.
    for (const urls of chunk(Object.values(server.urls), 20)) {
      const app = { ...(await createContext(connection)), settings: ctx.settings }
      for (const url of urls) subscribed.push({ app, id: (await subscribe(app, url)).id, url })
    }
  })

  it('gets a recorded attempt for each kind of response', async () => {
    for (const app of new Set(subscribed.map((one) => one.app))) {
      const jobs: Job[] = []
      const publishAll: typeof app.jobs.publishAll = async (given) => {
        jobs.push(...given)
        return [...given]
      }
      await fanOut({ ctx: { ...app, jobs: { publishAll } }, input: { eventId: await happen(app) } })
      const run = ({ input }: Job) => deliver({ ctx: app, input: JOBS['deliver-webhook'].parse(input) })
      expect(new Set(await Promise.all(jobs.map(run)))).toEqual(new Set(['done']))
    }
    for (const { app, id, url } of subscribed) {
      const [delivery] = (await listDeliveries({ ctx: app, input: { id, limit: 1 } })).items
      expect([url, delivery?.attempts.length]).toEqual([url, 1])
    }
  })

  it('gets a result for its test', async () => {
    const results = await Promise.all(
      subscribed.map(({ app, id }) => testWebhook({ ctx: app, input: { id } })),
    )
    const upgraded = subscribed.findIndex(({ url }) => url.endsWith('/switches-protocols'))
    expect(results[upgraded]).toMatchObject({ delivered: false, status: null, error: expect.any(String) })
  })
})

it('refuses to send a file from a hostile server', async () => {
  const send = (url: string) =>
    sendMedia({ ctx, input: { sessionId, remoteJid: CUSTOMER, type: 'image', source: { url } } })
  expect(unexpected(await againstEach(send))).toEqual([])
})

it('refuses a campaign with a file from a hostile server', async () => {
  const recipients = [{ phone: '905551234567' }]
  const create = (url: string) => {
    const input = campaignInput.parse({ session: sessionId, name: 'Sale', recipients, type: 'image', url })
    return createCampaign({ ctx, input })
  }
  expect(unexpected(await againstEach(create))).toEqual([])
})

it('refuses a group picture from a hostile server', async () => {
  const set = (url: string) => setGroupPicture({ ctx, input: { sessionId, groupId: GROUP, source: { url } } })
  expect(unexpected(await againstEach(set))).toEqual([])
})

it('takes the error outlet of a flow if a server switches protocols', async () => {
  const bot = await createBot(connection, {
    hook: {
      type: 'webhook',
      config: { url: server.urls['switches-protocols'], method: 'POST' },
      connections: { default: 'ok', error: 'bad' },
    },
    ok: say('fine'),
    bad: say('Out of order'),
  })
  await bot.hear('go')
  expect(await bot.said()).toEqual(['Out of order'])
})
