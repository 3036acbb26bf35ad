import { randomInt } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '#functions/api/app.ts'
import type { Plan } from '#shared/contracts/accounts.ts'
import { apps, connectDatabase, type DatabaseConnection, type sessions } from '#shared/database/index.ts'
import { assertBelowCapWithin, CAPS, type Capped, createAccount } from '#shared/domain/accounts/index.ts'
import {
  campaignInput,
  cancelCampaign,
  createCampaign,
  createList,
  deleteCampaign,
  deleteList,
  listInput,
  startCampaign,
  tickCampaign,
  updateList,
} from '#shared/domain/broadcast/index.ts'
import {
  addStep,
  createFlow,
  deleteFlow,
  deleteStep,
  duplicateFlow,
  flowInput,
  listFlows,
  stepInput,
} from '#shared/domain/chatbot/index.ts'
import type { AppContext } from '#shared/domain/context.ts'
import {
  createUpload,
  forgetUpload,
  pruneUploads,
  sendMessage,
  takeFile,
} from '#shared/domain/messages/index.ts'
import { requestPerson } from '#shared/domain/persons/index.ts'
import { suppress, unsuppress } from '#shared/domain/suppressions/index.ts'
import { createWebhook, deleteWebhook, webhookInput } from '#shared/domain/webhooks/index.ts'
import { CapReached, VesperError } from '#shared/errors/index.ts'
import { newId, newSessionId } from '#shared/ids.ts'
import { phoneJid } from '#shared/jid.ts'
import { MEDIA_LIMITS } from '#shared/media/index.ts'
import { startFileStore } from '#shared/media/stores/testing.ts'
import { contextOn, NO_BOUNDS } from './support/context.ts'
import { createDatabase, type DatabaseAddress } from './support/database.ts'
import { fillRows } from './support/fillRows.ts'
import { functionServices } from './support/functions.ts'

const AT_ONCE = 10

let address: DatabaseAddress
let connection: DatabaseConnection
let files: Awaited<ReturnType<typeof startFileStore>>
beforeAll(async () => {
  address = await createDatabase()
  connection = connectDatabase(address, {
    maxConnections: AT_ONCE,
    queryTimeoutMs: 30_000,
    limits: 'role',
    onIdleError: () => undefined,
  })
  files = await startFileStore()
})
afterAll(() => Promise.all([connection.close(), files.stop()]))

/** An account with three apps, regardless of its plan, and a paired session of each. */
interface Tenant {
  accountId: string
  /** The contexts of all apps. */
  all: AppContext[]
  ctx: AppContext
  session: string
  clock: { ms: number }
}

async function createTenant(plan: Plan = 'starter'): Promise<Tenant> {
  const { accountId, appId } = await createAccount({
    ctx: connection,
    input: { name: 'T', plan, appName: 'T' },
  })
  const others = [newId('app'), newId('app')]
  await connection.db.insert(apps).values(others.map((id) => ({ id, accountId, name: 'More' })))
  const clock = { ms: Date.now() }
  const all = [appId, ...others].map((id) => ({
    ...contextOn(connection),
    appId: id,
    media: files.store,
    commands: { send: async () => undefined, sendAll: async () => [] },
    jobs: { publishAll: async <J>(jobs: readonly J[]) => [...jobs] },
    now: () => new Date(clock.ms),
  })) as AppContext[]
  const [ctx] = all
  if (!ctx) throw new Error('There is no app')
  const session = newSessionId()
  await pair(ctx, session)
  return { accountId, all, ctx, session, clock }
}

async function pair(ctx: AppContext, id: string): Promise<void> {
  const row: typeof sessions.$inferInsert = {
    id,
    appId: ctx.appId,
    name: id,
    partition: 0,
    generation: 'run_1',
  }
  await connection.db.execute(sql`
    insert into sessions (id, app_id, name, partition, run, paired_at)
    values (${row.id}, ${row.appId}, ${row.name}, 0, 'run_1', now())`)
}

const list = (ctx: AppContext, phones: string[] = []) => {
  const recipients = phones.map((phone) => ({ phone }))
  return createList({ ctx, input: listInput.parse({ name: 'L', recipients }) })
}
const campaign = ({ session }: Tenant, ctx: AppContext, given: object = {}) => {
  const recipients = [{ phone: '905551234567' }]
  const input = campaignInput.parse({ session, name: 'C', text: 'Hi', recipients, ...given })
  return createCampaign({ ctx, input })
}
const flow = (ctx: AppContext) =>
  createFlow({
    ctx,
    input: flowInput.parse({ appId: ctx.appId, name: 'F', triggerType: 'keyword' }),
  })
const step = (ctx: AppContext, flowId: string) =>
  addStep({ ctx, input: { ...stepInput.parse({ type: 'wait_reply' }), flowId } })

/** Fills an app with all but `left` of its account's cap, directly in the database. */
async function fill(ctx: AppContext, what: Capped, left: number): Promise<void> {
  if (what === 'uploadBytes' || what === 'webhooks') return
  const many = CAPS.starter[what] - left
  const { appId } = ctx
  const { db } = connection
  const id = sql`${`${what}_${appId}_`} || n`
  const flow = `flw_${appId}`
  const flows = (flowId: SQL, rows: SQL) => sql`
    insert into flows (id, app_id, name, trigger_type, trigger_value, enabled, changed_at, created_at, updated_at)
    select ${flowId}, ${appId}, 'F', 'keyword', '{}', true, now(), now(), now() from ${rows} n`
  const campaigns = (status: string, rows: SQL) => sql`
    insert into campaigns (id, app_id, session_id, name, type, content, pacing, typing, status, created_at, updated_at)
    select ${id}, ${appId}, 's', 'C', 'text', '{"text":"Hi"}', '{}', false, ${status}, now(), now() from ${rows} n`
  if (what === 'recipients') {
    await db.execute(sql`insert into recipient_lists (id, app_id, name, size, created_at, updated_at)
      values (${`lst_${appId}`}, ${appId}, 'L', ${many}::int, now(), now())`)
    return
  }
  if (what === 'steps') await db.execute(flows(sql`${flow}`, sql`generate_series(1, 1)`))
  const statements: Record<Exclude<Capped, 'uploadBytes' | 'webhooks' | 'recipients'>, (rows: SQL) => SQL> = {
    lists: (rows) => sql`insert into recipient_lists (id, app_id, name, created_at, updated_at)
      select ${id}, ${appId}, 'L', now(), now() from ${rows} n`,
    drafts: (rows) => campaigns('draft', rows),
    runningCampaigns: (rows) => campaigns('running', rows),
    suppressions: (rows) => sql`insert into broadcast_suppressions (app_id, person, phone, source, created_at)
      select ${appId}, 'p' || n, 'p' || n, 'api', now() from ${rows} n`,
    flows: (rows) => flows(id, rows),
    steps: (rows) => sql`insert into flow_steps (id, app_id, flow_id, type, config, connections, position)
      select ${id}, ${appId}, ${flow}, 'send_text', '{}', '{}', '{"x":0,"y":0}' from ${rows} n`,
    uploads: (rows) => sql`insert into upload_slots (id, app_id, bytes, expires_at)
      select ${id}, ${appId}, 1, now() + interval '1 hour' from ${rows} n`,
    personRequests: (
      rows,
    ) => sql`insert into person_requests (id, app_id, kind, status, person, place, created_at)
      select ${id}, ${appId}, 'export', 'running', n::text, '{}', now() from ${rows} n`,
  }
  await fillRows(db, many, statements[what])
}

/** Returns the number of accepted requests, and expects that the cap refused the others. */
async function accepted(what: Capped, made: readonly PromiseSettledResult<unknown>[]): Promise<number> {
  for (const outcome of made) {
    if (outcome.status === 'fulfilled') continue
    expect(outcome.reason).toBeInstanceOf(CapReached)
    expect(outcome.reason).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      status: 403,
      message: expect.stringContaining(String(CAPS.starter[what])),
    })
  }
  return made.filter(({ status }) => status === 'fulfilled').length
}

/** Makes requests of an account's apps, ten in parallel: as many as there are connections, so that no request waits for one. */
async function race(
  count: number,
  all: readonly AppContext[],
  make: (ctx: AppContext) => Promise<unknown>,
): Promise<PromiseSettledResult<unknown>[]> {
  const outcomes: PromiseSettledResult<unknown>[] = []
  let left = count
  const work = async () => {
    while (left > 0) {
      left -= 1
      const ctx = all[left % all.length]
      if (ctx) outcomes.push(...(await Promise.allSettled([make(ctx)])))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return outcomes
}

/** For each cap, a request that adds a thing and a deletion that frees its place. */
interface Kind {
  add(tenant: Tenant, ctx: AppContext): Promise<{ id: string }>
  remove(tenant: Tenant, made: { id: string; ctx: AppContext }): Promise<unknown>
  before?(tenant: Tenant): Promise<void>
}

const flowsOfSteps = new Map<string, string>()
const KINDS: Record<Exclude<Capped, 'uploadBytes'>, Kind> = {
  webhooks: {
    add: (_, ctx) =>
      createWebhook({ ctx, input: webhookInput.parse({ url: 'https://example.com', events: ['*'] }) }),
    remove: (_, { id, ctx }) => deleteWebhook({ ctx, input: { id } }),
  },
  lists: {
    add: (_, ctx) => list(ctx),
    remove: (_, { id, ctx }) => deleteList({ ctx, input: { id } }),
  },
  recipients: {
    add: (_, ctx) => list(ctx, [`90555${randomInt(1_000_000, 9_999_999)}`]),
    remove: (_, { id, ctx }) => updateList({ ctx, input: { id, recipients: [] } }),
  },
  drafts: {
    add: (tenant) => campaign(tenant, tenant.ctx, { draft: true }),
    remove: ({ ctx }, { id }) => deleteCampaign({ ctx, input: { id } }),
  },
  runningCampaigns: {
    add: (tenant) => campaign(tenant, tenant.ctx),
    remove: ({ ctx }, { id }) => cancelCampaign({ ctx, input: { id } }),
  },
  suppressions: {
    add: async (_, ctx) => {
      const phone = phoneJid(`90555${randomInt(1_000_000, 9_999_999)}`)
      await suppress({ ctx, input: { phone } })
      return { id: phone }
    },
    remove: (_, { id, ctx }) => unsuppress({ ctx, input: { phone: id } }),
  },
  flows: {
    add: (_, ctx) => flow(ctx),
    remove: (_, { id, ctx }) => deleteFlow({ ctx, input: { flowId: id } }),
  },
  steps: {
    before: async ({ all }) => {
      for (const ctx of all) flowsOfSteps.set(ctx.appId, (await flow(ctx)).id)
    },
    add: (_, ctx) => step(ctx, flowsOfSteps.get(ctx.appId) ?? ''),
    remove: (_, { id, ctx }) =>
      deleteStep({ ctx, input: { flowId: flowsOfSteps.get(ctx.appId) ?? '', stepId: id } }),
  },
  uploads: {
    add: async (_, ctx) => ({ id: (await createUpload({ ctx, input: { size: 10 } })).mediaId }),
    remove: async ({ clock }) => {
      clock.ms += 25 * 3_600_000
    },
  },
  personRequests: {
    add: (_, ctx) => {
      const person = `90555${randomInt(1_000_000, 9_999_999)}@s.whatsapp.net`
      return requestPerson({ ctx, input: { kind: 'erasure', person, keyId: 'key_1' } })
    },
    remove: (_, { id }) =>
      connection.db.execute(sql`update person_requests set status = 'completed' where id = ${id}`),
  },
}

describe('a cap accepts as many concurrent requests of an account as there are places', () => {
  it.each(Object.entries(KINDS) as [Exclude<Capped, 'uploadBytes'>, Kind][])('%s', async (what, kind) => {
    const tenant = await createTenant()
    const { all, ctx } = tenant
    const places = what === 'webhooks' ? CAPS.starter.webhooks : 3
    await fill(ctx, what, places)
    await kind.before?.(tenant)
    const made: { id: string; ctx: AppContext }[] = []
    const outcomes = await race(what === 'webhooks' ? 200 : 50, all, async (own) => {
      const { id } = await kind.add(tenant, own)
      made.push({ id, ctx: own })
    })
    expect(await accepted(what, outcomes)).toBe(places)
    const [first] = made
    if (!first) throw new Error('Nothing was made')
    await kind.remove(tenant, first)
    await kind.add(tenant, first.ctx)
  })
})

describe('a cap', () => {
  it('counts the bytes of upload slots until a slot is used', async () => {
    const { ctx, all } = await createTenant()
    const size = MEDIA_LIMITS.document.maxBytes
    const places = Math.floor(CAPS.starter.uploadBytes / size)
    const slots: string[] = []
    const outcomes = await race(100, all.slice(0, 1), async (own) => {
      slots.push((await createUpload({ ctx: own, input: { size } })).mediaId)
    })
    expect(await accepted('uploadBytes', outcomes)).toBe(places)
    const mediaId = slots[0] ?? ''
    const body = Buffer.from('%PDF-1.4 a file')
    await files.store.put(`uploads/${ctx.appId}/${mediaId}`, body, { contentType: 'application/pdf' })
    await takeFile({ ctx, input: { kind: 'document', source: { mediaId } } })
    await forgetUpload({ ctx, input: { mediaId } })
    await createUpload({ ctx, input: { size } })
    await expect(createUpload({ ctx, input: { size } })).rejects.toThrow(CapReached)
  })

  it('forgets expired upload slots', async () => {
    const { ctx, clock } = await createTenant()
    await createUpload({ ctx, input: { size: 10 } })
    clock.ms += 25 * 3_600_000
    await pruneUploads({ ctx, input: NO_BOUNDS })
    const { rows } = await connection.db.execute(sql`select id from upload_slots where app_id = ${ctx.appId}`)
    expect(rows).toEqual([])
  })

  it('counts recipients of campaigns and of lists that grow', async () => {
    const tenant = await createTenant()
    const { ctx } = tenant
    await fill(ctx, 'recipients', 2)
    const { id } = await list(ctx)
    await updateList({ ctx, input: { id, add: [{ phone: '905551234567' }] } })
    await campaign(tenant, ctx, { draft: true })
    const add = [{ phone: '905551234568' }]
    await expect(updateList({ ctx, input: { id, add } })).rejects.toThrow(CapReached)
    await expect(campaign(tenant, ctx, { draft: true })).rejects.toThrow(CapReached)
    // This change adds no recipient.
    await updateList({ ctx, input: { id, add: [{ phone: '905551234567', name: 'Ayşe' }] } })
  })

  it('applies to a started draft, and makes a scheduled campaign wait', async () => {
    const tenant = await createTenant()
    const { ctx, clock } = tenant
    const draft = await campaign(tenant, ctx, { draft: true })
    const scheduledAt = new Date(clock.ms + 60_000).toISOString()
    const later = await campaign(tenant, ctx, { scheduledAt })
    await fill(ctx, 'runningCampaigns', 0)
    await expect(startCampaign({ ctx, input: { id: draft.id } })).rejects.toThrow(CapReached)
    clock.ms += 61_000
    await tickCampaign({ ctx, input: { campaignId: later.id, step: 0 } })
    const statusOf = async () => {
      const { rows } = await connection.db.execute(
        sql`select status, step from campaigns where id = ${later.id}`,
      )
      return rows[0]
    }
    expect(await statusOf()).toEqual({ status: 'scheduled', step: 1 })
    await connection.db.execute(sql`delete from campaigns where status = 'running' and app_id = ${ctx.appId}`)
    await tickCampaign({ ctx, input: { campaignId: later.id, step: 1 } })
    expect(await statusOf()).toMatchObject({ status: 'running' })
  })

  it('applies to a duplicated flow, which leaves nothing behind', async () => {
    const { ctx } = await createTenant()
    const { id } = await flow(ctx)
    await step(ctx, id)
    await fill(ctx, 'steps', 1)
    await expect(duplicateFlow({ ctx, input: { flowId: id } })).rejects.toThrow(CapReached)
    expect((await listFlows({ ctx, input: { limit: 100 } })).items).toHaveLength(2)
  })

  it("does not count another account's things", async () => {
    const full = await createTenant()
    await fill(full.ctx, 'lists', 0)
    await expect(list(full.ctx)).rejects.toThrow(VesperError)
    await list((await createTenant()).ctx)
  })

  it('is checked without a lock that a send waits for', async () => {
    const { ctx, session } = await createTenant()
    await connection.db.transaction(async (tx) => {
      for (const what of Object.keys(CAPS.starter) as Capped[])
        await assertBelowCapWithin(tx, { appId: ctx.appId, now: ctx.now() }, what)
      const remoteJid = '905551234567@s.whatsapp.net'
      await sendMessage({
        ctx,
        input: { sessionId: session, remoteJid, type: 'text', content: { text: 'x' } },
      })
    })
  })
})

it("documents the cap's error in each operation that can reach a cap", async () => {
  const services = await functionServices(address)
  const answer = await createApi(services).request('/openapi.json')
  const document = (await answer.json()) as {
    paths: Record<string, Record<string, { responses: Record<string, { $ref: string }> }>>
    components: { responses: Record<string, { description: string }> }
  }
  await services.close()
  const operations = [
    ['/webhooks', 'post'],
    ['/broadcast/lists', 'post'],
    ['/broadcast/lists/{id}', 'put'],
    ['/broadcast/campaigns', 'post'],
    ['/broadcast/campaigns/{id}/start', 'post'],
    ['/chatbot/flows', 'post'],
    ['/chatbot/flows/{flowId}/duplicate', 'post'],
    ['/chatbot/flows/{flowId}/steps', 'post'],
    ['/media', 'post'],
    ['/persons/{phone}/export', 'post'],
    ['/persons/{phone}', 'delete'],
  ] as const
  for (const [path, method] of operations) {
    const name = document.paths[`/api/v1${path}`]?.[method]?.responses['403']?.$ref.split('/').at(-1) ?? ''
    const described = document.components.responses[name]?.description
    expect([path, described]).toEqual([path, expect.stringContaining('LIMIT_EXCEEDED')])
  }
})
