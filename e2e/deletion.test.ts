import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, DatabaseConnection } from '#shared/database/index.ts'
import { authenticate, createApiKey } from '#shared/domain/apiKeys/index.ts'
import { createApp, deleteApp, listApps } from '#shared/domain/apps/index.ts'
import { BatchTurns } from '#shared/domain/batches/index.ts'
import { deleteCampaign, deleteList, getCampaign, getList } from '#shared/domain/broadcast/index.ts'
import { deleteFlow, getFlow } from '#shared/domain/chatbot/index.ts'
import { eraseDeleted } from '#shared/domain/erasure/index.ts'
import { recordHeartbeat, takeLeases } from '#shared/domain/fleet/index.ts'
import { sendMessage } from '#shared/domain/messages/index.ts'
import { deleteSession, releaseOrphans, removeSession } from '#shared/domain/sessionRemoval/index.ts'
import { getSession } from '#shared/domain/sessions/index.ts'
import { createWebhook, deleteWebhook, getWebhook, webhookInput } from '#shared/domain/webhooks/index.ts'
import { NO_BOUNDS } from './support/context.ts'
import { connectTo, createDatabase, type DatabaseAddress } from './support/database.ts'
import { eventually } from './support/eventually.ts'
import { fillDeliveries, fillMessages, fillPending, type LargeTenant, openTenant } from './support/large.ts'

const ROWS = 1_000
const A_BATCH = 100

let address: DatabaseAddress
let connection: DatabaseConnection
let tenant: LargeTenant

beforeAll(async () => {
  address = await createDatabase()
  connection = connectTo(address)
})
afterAll(() => connection.close())
beforeEach(async () => {
  tenant = await openTenant(connection)
})

const ofSession = () => sql`session_id = ${tenant.session}`
const one = <T extends { id: string }>(rows: { rows: T[] }) => rows.rows[0]?.id ?? ''

async function markSession(session: string) {
  await connection.db.execute(
    sql`update sessions set intent = 'delete', deleted_at = now() where id = ${session}`,
  )
}

async function subscribeTo(type: string) {
  const input = webhookInput.parse({ url: 'http://127.0.0.1:1/', events: [type] })
  return await createWebhook({ ctx: tenant.ctx, input })
}

/** Erases one batch, like a run of the sweeper that is then killed. */
async function takeOneBatch() {
  await eraseDeleted({ ctx: tenant.ctx, input: { until: tenant.ctx.now(), rows: A_BATCH } })
}

/** Returns a database whose server ends the connection in transaction `nth` and in all later ones. */
function killedIn(db: Database, nth: number): Database {
  let begun = 0
  const transaction: Database['transaction'] = (work, config) =>
    db.transaction(async (tx) => {
      const result = await work(tx)
      begun += 1
      if (begun >= nth) await tx.execute('select pg_terminate_backend(pg_backend_pid())')
      return result
    }, config)
  return new Proxy(db, {
    get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
  })
}

/** Erases batches until nothing is left, and expects each batch to be small. */
async function eraseByBatches(table: string, where: SQL) {
  let left = await tenant.count(table, where)
  for (let batches = 1; left > 0; batches++) {
    await takeOneBatch()
    const now = await tenant.count(table, where)
    expect(left - now).toBeLessThanOrEqual(A_BATCH)
    expect(batches).toBeLessThan(200)
    left = now
  }
  await eraseDeleted({ ctx: tenant.ctx, input: NO_BOUNDS })
}

describe('a deleted session', () => {
  it('is erased by the next run if a run is killed, with each refund and event once', async () => {
    await subscribeTo('message.failed')
    await fillMessages(tenant, 20_000)
    await fillPending(tenant, 2_000)
    await markSession(tenant.session)
    const { ctx, count, used } = tenant

    // The first kill comes while pending messages end, the second while messages are deleted.
    for (const batch of [5, 14]) {
      const dying = connectTo(address)
      const db = killedIn(dying.db, batch)
      await eraseDeleted({ ctx: { ...ctx, db }, input: { ...NO_BOUNDS, rows: 20, turns: new BatchTurns() } })
      await dying.close()
      expect(await count('messages', ofSession())).toBeGreaterThan(0)
    }
    await eraseDeleted({ ctx, input: NO_BOUNDS })
    for (const table of ['messages', 'message_recipients']) expect(await count(table, ofSession())).toBe(0)
    expect(await count('sessions', sql`id = ${tenant.session}`)).toBe(0)
    expect(await used()).toBe(0)
    const told = await ctx.db.execute<{ all: number; different: number }>(sql`
      select count(*)::int as all, count(distinct data ->> 'id')::int as different from events
      where type = 'message.failed' and ${ofSession()}`)
    expect(told.rows[0]).toEqual({ all: 2_000, different: 2_000 })
  })

  it('fails and refunds its pending messages once, if connector and sweeper erase it concurrently', async () => {
    await subscribeTo('message.failed')
    await fillPending(tenant, 3_000)
    const { ctx, session, used, count } = tenant
    await recordHeartbeat({
      ctx,
      input: { id: 'con_1', sessions: 0, partitions: 0, capacity: 1, memoryBytes: 0 },
    })
    const leases = await takeLeases({ ctx, input: { owner: 'con_1', held: [], wanted: 4, leaseMs: 60_000 } })
    const lease = leases.find(({ partition }) => partition === 0)
    if (!lease) throw new Error('Partition 0 is not leased')
    await deleteSession({ ctx, input: { id: session } })
    const removing = removeSession({ ctx, input: { lease, sessionId: session } })
    await Promise.all([
      removing,
      eraseDeleted({ ctx, input: NO_BOUNDS }),
      eventually(() => count('sessions', sql`deleted_at is not null or id <> ${session}`)).then(() =>
        eraseDeleted({ ctx, input: NO_BOUNDS }),
      ),
    ])
    await eraseDeleted({ ctx, input: NO_BOUNDS })
    expect(await used()).toBe(0)
    expect(await count('events', sql`type = 'message.failed' and ${ofSession()}`)).toBe(3_000)
    expect(await count('messages', ofSession())).toBe(0)
    await ctx.db.execute('update partitions set owner = null, expires_at = null')
  })

  it('never holds a lock that a send of another session of the account waits for', async () => {
    await fillMessages(tenant, 300)
    await fillPending(tenant, 50)
    const { ctx, accountId, session } = tenant
    await ctx.db.execute(sql`
      insert into sessions (id, app_id, name, partition, run, paired_at)
      values (${`${session}2`}, ${ctx.appId}, 'other', 0, 'run_1', now())`)
    await markSession(session)
    let sends = 0
    const send = async () => {
      const { rows } = await ctx.db.execute(sql`
        select 1 from usage_counters where account_id = ${accountId} for update skip locked`)
      // The batch that refunds units locks the counter during its last statement only.
      if (rows.length === 0) return
      const content = { text: 'x' }
      await sendMessage({
        ctx,
        input: { sessionId: `${session}2`, remoteJid: '1@s.whatsapp.net', type: 'text', content },
      })
      sends += 1
    }
    const transaction: Database['transaction'] = (work, config) =>
      ctx.db.transaction(async (tx) => {
        const result = await work(tx)
        await send()
        return result
      }, config)
    const db = new Proxy(ctx.db, {
      get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
    })
    await eraseDeleted({ ctx: { ...ctx, db }, input: NO_BOUNDS })
    expect(await tenant.count('sessions', sql`id = ${session}`)).toBe(0)
    expect(sends).toBeGreaterThan(10)
  })

  it('keeps unhandled events, and deletes handled ones', async () => {
    const told = await subscribeTo('message.sent')
    const waiting = await subscribeTo('message.sent')
    await fillDeliveries(tenant, { webhook: told.id, count: ROWS, state: 'succeeded' })
    await fillDeliveries(tenant, { webhook: waiting.id, count: ROWS, state: 'pending' })
    await markSession(tenant.session)
    await eraseDeleted({ ctx: tenant.ctx, input: { ...NO_BOUNDS, rows: A_BATCH } })
    expect(await tenant.count('events', ofSession())).toBe(ROWS)
    expect(await tenant.count('deliveries', sql`webhook_id = ${waiting.id}`)).toBe(ROWS)
    expect(await tenant.count('sessions', sql`id = ${tenant.session}`)).toBe(0)
  })

  it('does not delay the deletion of another tenant', async () => {
    await fillMessages(tenant, 30_000)
    await markSession(tenant.session)
    const other = await openTenant(connection)
    await fillMessages(other, 20)
    await markSession(other.session)
    let batches = 0
    const now = () => {
      batches += 1
      return new Date(batches)
    }
    await eraseDeleted({ ctx: { ...tenant.ctx, now }, input: { until: new Date(44), rows: A_BATCH } })
    expect(await other.count('sessions', sql`id = ${other.session}`)).toBe(0)
    expect(await tenant.count('sessions', sql`id = ${tenant.session}`)).toBe(1)
    await eraseDeleted({ ctx: tenant.ctx, input: NO_BOUNDS })
  })

  it('is erased without a connector, one minute after its deletion and not before', async () => {
    const { ctx, session } = tenant
    await deleteSession({ ctx, input: { id: session } })
    await expect(getSession({ ctx, input: { id: session } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await releaseOrphans({ ctx })).toBe(0)
    const later = { ...ctx, now: () => new Date(Date.now() + 61_000) }
    await releaseOrphans({ ctx: later })
    await eraseDeleted({ ctx, input: NO_BOUNDS })
    expect(await tenant.count('sessions', sql`id = ${session}`)).toBe(0)
  })
})

describe('disappears at once for its user, and is erased in batches:', () => {
  it('a webhook with its deliveries', async () => {
    const { ctx } = tenant
    const { id } = await subscribeTo('message.sent')
    await fillDeliveries(tenant, { webhook: id, count: ROWS, state: 'failed' })
    await deleteWebhook({ ctx, input: { id } })
    await expect(getWebhook({ ctx, input: { id } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(deleteWebhook({ ctx, input: { id } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await eraseByBatches('deliveries', sql`webhook_id = ${id}`)
    expect(await tenant.count('webhooks', sql`id = ${id}`)).toBe(0)
  })

  it('a campaign with its recipients', async () => {
    const { ctx } = tenant
    const id = await insertCampaign('completed', null)
    await deleteCampaign({ ctx, input: { id } })
    await expect(getCampaign({ ctx, input: { id } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await eraseByBatches('campaign_recipients', sql`campaign_id = ${id}`)
    expect(await tenant.count('campaigns', sql`id = ${id}`)).toBe(0)
  })

  it('a list with its recipients', async () => {
    const { ctx } = tenant
    const id = await insertList()
    await deleteList({ ctx, input: { id } })
    await expect(getList({ ctx, input: { id } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await eraseByBatches('list_recipients', sql`list_id = ${id}`)
    expect(await tenant.count('recipient_lists', sql`id = ${id}`)).toBe(0)
  })

  it('a flow with its conversations', async () => {
    const { ctx } = tenant
    const id = await insertFlow()
    await deleteFlow({ ctx, input: { flowId: id } })
    await expect(getFlow({ ctx, input: { flowId: id } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await eraseByBatches('flow_runs', sql`flow_id = ${id}`)
    expect(await tenant.count('flow_run_entries', sql`run_id like ${`${id}%`}`)).toBe(0)
    expect(await tenant.count('flows', sql`id = ${id}`)).toBe(0)
  })

  it('an app with all its data, with a refund of units and place for its account', async () => {
    const { ctx, accountId, session } = tenant
    await connection.db.execute(sql`update accounts set plan = 'starter' where id = ${accountId}`)
    const month = ctx.now().toISOString().slice(0, 7)
    await connection.db.execute(sql`
      insert into usage_counters (account_id, month, broadcast) values (${accountId}, ${month}, ${ROWS})`)
    const { id: webhook } = await subscribeTo('message.sent')
    await fillDeliveries(tenant, { webhook, count: ROWS, state: 'failed' })
    await insertCampaign('running', month)
    await insertList()
    await insertFlow()
    const { id: keyId, key } = await createApiKey({ ctx, input: { appId: ctx.appId, name: 'k' } })
    await connection.db.execute(sql`
      insert into idempotency_keys (api_key_id, key, fingerprint, seed, lease, lease_until, created_at)
      select ${keyId}, n::text, 'f', 's', 'l', now(), now() from generate_series(1, ${ROWS}::int) n`)
    await fillMessages(tenant, ROWS)
    await deleteSession({ ctx, input: { id: session } })

    await deleteApp({ ctx, input: { appId: ctx.appId } })
    expect((await listApps({ ctx, input: { accountId, limit: 50 } })).items).toEqual([])
    expect(await authenticate({ ctx, input: { key } })).toBeNull()
    const place = await createApp({ ctx, input: { accountId, name: 'in its place' } })
    expect(place.accountId).toBe(accountId)

    await markSession(session)
    await eraseByBatches('deliveries', sql`webhook_id = ${webhook}`)
    await eraseDeleted({ ctx, input: NO_BOUNDS })
    for (const table of [
      'events',
      'api_keys',
      'flows',
      'campaigns',
      'recipient_lists',
      'webhooks',
      'sessions',
    ])
      expect([table, await tenant.count(table, sql`app_id = ${ctx.appId}`)]).toEqual([table, 0])
    expect(await tenant.count('apps', sql`id = ${ctx.appId}`)).toBe(0)
    expect(await tenant.count('usage_counters', sql`account_id = ${accountId} and broadcast = 0`)).toBe(1)
  })
})

async function insertCampaign(status: string, chargedMonth: string | null): Promise<string> {
  const { ctx, session } = tenant
  const id = one(
    await ctx.db.execute<{ id: string }>(sql`
      insert into campaigns (id, app_id, session_id, name, type, content, pacing, typing, status, charged_month, created_at, updated_at)
      values (${`cmp_${session}`}, ${ctx.appId}, ${session}, 'C', 'text', '{}', '{}', false, ${status}, ${chargedMonth}, now(), now())
      returning id`),
  )
  await ctx.db.execute(sql`
    insert into campaign_recipients (campaign_id, app_id, position, phone)
    select ${id}, ${ctx.appId}, n, n::text from generate_series(1, ${ROWS}::int) n`)
  return id
}

async function insertList(): Promise<string> {
  const { ctx, session } = tenant
  const id = one(
    await ctx.db.execute<{ id: string }>(sql`
      insert into recipient_lists (id, app_id, name, created_at, updated_at)
      values (${`lst_${session}`}, ${ctx.appId}, 'L', now(), now()) returning id`),
  )
  await ctx.db.execute(sql`
    insert into list_recipients (list_id, app_id, phone)
    select ${id}, ${ctx.appId}, n::text from generate_series(1, ${ROWS}::int) n`)
  return id
}

async function insertFlow(): Promise<string> {
  const { ctx, session } = tenant
  const id = one(
    await ctx.db.execute<{ id: string }>(sql`
      insert into flows (id, app_id, session_id, name, trigger_type, trigger_value, enabled, changed_at, created_at, updated_at)
      values (${`flw_${session}`}, ${ctx.appId}, ${session}, 'F', 'keyword', '{}', true, now(), now(), now()) returning id`),
  )
  const version = `${id}v`
  await ctx.db.execute(sql`
    insert into flow_versions (id, app_id, flow_id, number, definition, created_at)
    values (${version}, ${ctx.appId}, ${id}, 1, '{}', now())`)
  await ctx.db.execute(sql`
    insert into flow_runs (id, app_id, flow_id, version_id, session_id, chat, status, turn, state, entries, started_at, updated_at)
    select ${id} || n, ${ctx.appId}, ${id}, ${version}, ${session}, n::text, 'active', 0, '{}', 2, now(), now()
    from generate_series(1, ${ROWS}::int) n`)
  await ctx.db.execute(sql`
    insert into flow_run_entries (run_id, number, app_id, kind, at, data, pending)
    select ${id} || n, number, ${ctx.appId}, 'step', now(), '{}', false
    from generate_series(1, ${ROWS}::int) n, generate_series(1, 2) number`)
  return id
}
