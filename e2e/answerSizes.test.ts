import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EVENTS } from '#shared/contracts/events.ts'
import type { Database } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { createApiKey } from '#shared/domain/apiKeys/index.ts'
import { apiBundle } from './support/apiBundle.ts'
import { connectTo, createDatabase } from './support/database.ts'
import { eventually } from './support/eventually.ts'
import { ADMIN_TOKEN, environmentWithoutQueues } from './support/functions.ts'
import { httpEvent, type Lambda, startLambda } from './support/lambda.ts'

/** The size limit of a Lambda response, in bytes. */
const LAMBDA_BYTES = 6_291_556
/**
 * A control character takes 7 bytes in a response: the JSON of the body escapes it, and the JSON around the body escapes the
 * backslash.
 */
const words = (length: number) => sql`repeat(chr(1), ${length}::int)`
const quotes = (length: number) => sql`repeat('"', ${length}::int)`

let lambda: Lambda
let db: Database
let close: () => Promise<void>
let appId = ''
let accountId = ''
const headers = {
  api: { 'x-api-key': '', 'content-type': 'application/json' },
  admin: { authorization: `Bearer ${ADMIN_TOKEN}` },
}

beforeAll(async () => {
  const address = await createDatabase()
  ;({ db, close } = connectTo(address))
  const account = { name: 'A', plan: 'self_hosted', appName: 'B' } as const
  ;({ appId, accountId } = await createAccount({ ctx: { db }, input: account }))
  headers.api['x-api-key'] = (await createApiKey({ ctx: { db }, input: { appId, name: 'k' } })).key
  const environment = await environmentWithoutQueues(address, { VESPER_RATE_LIMIT: '100000' })
  lambda = await startLambda(await apiBundle(), environment)
  await db.execute(sql`insert into sessions (id, app_id, name, partition, run, push_name)
    select 's' || n, ${appId}, 's' || n, 0, 'r', ${words(1_000)} from generate_series(1, 120) n`)
})
afterAll(async () => {
  await lambda?.stop()
  await close?.()
})

/** Calls the function, and expects a response below Lambda's limit. A slow machine may answer 503, which asks for a repetition. */
async function ask(
  method: string,
  url: string,
  more: { headers?: Record<string, string>; body?: string } = {},
) {
  const event = httpEvent(method, url, { ...headers.api, ...more.headers }, more.body)
  const result = await eventually(async () => {
    const answer = await lambda.invoke(event)
    return answer.statusCode !== 503 && answer
  })
  expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(LAMBDA_BYTES)
  expect([result.statusCode, result.isBase64Encoded]).toEqual([200, false])
  return result
}

/** Follows the cursors to the end, and returns the rows of each page. */
async function walk(url: string, more: { headers?: Record<string, string> } = {}) {
  const pages: Record<string, unknown>[][] = []
  let cursor: string | null = null
  do {
    const query = `${url.includes('?') ? '&' : '?'}limit=100${cursor === null ? '' : `&cursor=${cursor}`}`
    const { data, pagination } = JSON.parse((await ask('GET', url + query, more)).body)
    pages.push(data)
    cursor = pagination.nextCursor
  } while (cursor !== null)
  return pages
}

/** Expects each row exactly once, in more pages than the page limit alone needs. */
function expectAll(pages: Record<string, unknown>[][], key: string, count: number): void {
  expect(new Set(pages.flat().map((row) => row[key])).size).toBe(count)
  expect(pages.flat()).toHaveLength(count)
  expect(pages.length).toBeGreaterThan(Math.ceil(count / 100))
}

it('lists messages of maximum size without reading their encoded files', async () => {
  await db.execute(sql`
    insert into messages (session_id, id, sender, app_id, remote_jid, from_me, type, content, payload, status, source, timestamp)
    select 's1', 'm' || n, 'me', ${appId}, '1@s.whatsapp.net', true, 'text',
      jsonb_build_object('text', ${words(65_536)}, 'quoted', jsonb_build_object('id', 'q', 'text', ${words(65_536)})),
      decode(repeat('00', 100000), 'hex'), 'SENT', 'api', 1 from generate_series(1, 8) n`)
  expectAll(await walk('/api/v1/messages/s1'), 'id', 8)
})

it('lists groups and contacts with names of maximum length', async () => {
  await db.execute(sql`
    insert into groups (session_id, id, subject, description, announce, locked, ephemeral_seconds, join_approval, addressing_mode, members, size, synced_at)
    select 's1', n || '@g.us', ${words(1_000)}, repeat('ü', 2048) || ${words(5_000)}, false, false, 0, false, 'pn', '[]', 1, now()
    from generate_series(1, 100) n`)
  await db.execute(sql`
    insert into contacts (session_id, jid, name) select 's1', n || '@s.whatsapp.net', ${words(6_000)} from generate_series(1, 100) n`)
  expectAll(await walk('/api/v1/groups/s1'), 'id', 100)
  expectAll(await walk('/api/v1/contacts/s1'), 'jid', 100)
})

it('lists campaigns, their recipients and the recipients of lists', async () => {
  const variables = sql`(select jsonb_object_agg('v' || v, ${quotes(1_000)}) from generate_series(1, 50) v)`
  await db.execute(sql`
    insert into campaigns (id, app_id, session_id, name, type, content, pacing, typing, status, created_at, updated_at)
    select 'c' || n, ${appId}, 's1', 'C', 'text', jsonb_build_object('text', ${words(65_536)}),
      '{"minDelaySeconds":1,"maxDelaySeconds":1,"quietHours":null}', false, 'draft', now(), now() from generate_series(1, 10) n`)
  await db.execute(sql`
    insert into campaign_recipients (campaign_id, app_id, position, phone, variables)
    select 'c1', ${appId}, n, n::text, ${variables} from generate_series(1, 40) n`)
  await db.execute(sql`
    insert into recipient_lists (id, app_id, name, created_at, updated_at) values ('l', ${appId}, 'L', now(), now())`)
  await db.execute(sql`
    insert into list_recipients (list_id, app_id, phone, variables)
    select 'l', ${appId}, phone, variables from campaign_recipients`)
  expectAll(await walk('/api/v1/broadcast/campaigns'), 'id', 10)
  expectAll(await walk('/api/v1/broadcast/campaigns/c1/recipients'), 'phone', 40)
  expectAll(await walk('/api/v1/broadcast/lists/l/recipients'), 'phone', 40)
})

it.each([
  ['c1', 'a column for each variable', 58],
  ['c2', 'one column for more than 200 of them', 9],
])('exports the recipients of %s in parts of one file, with %s', async (id, _, columns) => {
  await db.execute(sql`
    insert into campaign_recipients (campaign_id, app_id, position, phone, variables)
    select 'c2', ${appId}, n, n::text, (select jsonb_object_agg('v' || v, ${quotes(1_000)}) from generate_series(n, n + 49) v)
    from generate_series(1, 171, 10) n on conflict do nothing`)
  const parts: string[] = []
  let cursor: string | undefined
  do {
    const query = cursor === undefined ? '' : `?cursor=${cursor}`
    const answer = await ask('GET', `/api/v1/broadcast/campaigns/${id}/recipients${query}`, {
      headers: { accept: 'text/csv' },
    })
    parts.push(answer.body)
    cursor = answer.headers['x-next-cursor']
  } while (cursor !== undefined)
  expect(parts.length).toBeGreaterThan(1)
  const lines = parts.join('').trimEnd().split('\n')
  expect(lines[0]?.split(',')).toHaveLength(columns)
  const [{ count = 0 } = {}] = (
    await db.execute<{ count: number }>(
      sql`select count(*)::int as count from campaign_recipients where campaign_id = ${id}`,
    )
  ).rows
  expect(new Set(lines.slice(1).map((line) => line.split(',')[0])).size).toBe(count)
  expect(lines).toHaveLength(count + 1)
})

it('lists flows, statistics, conversations and all lines of a transcript', async () => {
  await db.execute(sql`
    insert into flows (id, app_id, name, trigger_type, trigger_value, enabled, changed_at, created_at, updated_at)
    select 'f' || n, ${appId}, 'F', 'keyword', jsonb_build_object('keywords', jsonb_build_array(${quotes(25_000)})), true, now(), now(), now()
    from generate_series(1, 50) n`)
  await db.execute(sql`
    insert into flow_steps (id, app_id, flow_id, type, name, config, connections, position)
    select 'f' || n || 's' || s, ${appId}, 'f' || n, 'send_text', ${words(100)}, '{}', '{}', '{"x":0,"y":0}'
    from generate_series(1, 50) n, generate_series(1, 100) s`)
  await db.execute(sql`insert into flow_versions (id, app_id, flow_id, number, definition, created_at)
    select 'v' || n, ${appId}, 'f' || n, 1, '{}', now() from generate_series(1, 50) n`)
  const state = sql`jsonb_build_object('waiting', null, 'backlog', '[]'::jsonb, 'variables',
    (select jsonb_object_agg('v' || v, ${quotes(4_096)}) from generate_series(1, 100) v))`
  await db.execute(sql`
    insert into flow_runs (id, app_id, flow_id, version_id, session_id, chat, status, turn, state, entries, started_at, updated_at)
    select 'r' || n, ${appId}, 'f1', 'v1', 's1', n::text, 'completed', 1, ${state}, 300, now(), now() from generate_series(1, 4) n`)
  await db.execute(sql`
    insert into flow_runs (id, app_id, flow_id, version_id, session_id, chat, status, turn, state, entries, started_at, updated_at)
    select 'f' || n || 'r', ${appId}, 'f' || n, 'v' || n, 's2', n::text, 'completed', 1, '{"waiting":null,"variables":{}}', 100, now(), now() from generate_series(1, 50) n`)
  await db.execute(sql`
    insert into flow_run_entries (run_id, number, app_id, kind, at, data, pending)
    select 'r' || n, e, ${appId}, 'received', now(), jsonb_build_object('text', repeat(chr(1), case when e % 20 = 0 then 65536 else 10 end)), false
    from generate_series(1, 4) n, generate_series(1, 300) e`)
  await db.execute(sql`
    insert into flow_run_entries (run_id, number, app_id, kind, step_id, at, data, pending)
    select 'f' || n || 'r', s, ${appId}, 'step', 'f' || n || 's' || s, now(), '{"outlet":"default"}', false
    from generate_series(1, 50) n, generate_series(1, 100) s`)

  expectAll(await walk('/api/v1/chatbot/flows'), 'id', 50)
  const conversations = await walk('/api/v1/chatbot/flows/f1/sessions?status=completed')
  expectAll(conversations, 'id', 5)
  for (const { id, lines, transcript } of conversations.flat())
    if (id !== 'f1r') expect([lines, (transcript as unknown[]).length]).toEqual([300, expect.any(Number)])
  const transcript = (await walk('/api/v1/chatbot/flows/f1/sessions/r1/transcript')).flat()
  expect(transcript.map(({ text }) => (text as string).length)).toEqual(
    Array.from({ length: 300 }, (_, index) => (index % 20 === 19 ? 65_536 : 10)),
  )
  const counted: unknown[] = []
  let answers = 0
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { data } = JSON.parse(
      (await ask('GET', `/api/v1/chatbot/stats?${cursor && `cursor=${cursor}`}`)).body,
    )
    counted.push(
      ...data.flows.map(({ flowId, steps }: { flowId: string; steps: unknown[] }) => [flowId, steps.length]),
    )
    cursor = data.nextCursor
    answers += 1
  }
  expect(new Set(counted.map((flow) => JSON.stringify(flow))).size).toBe(50)
  expect(counted).toHaveLength(50)
  expect(answers).toBeGreaterThan(1)
})

it('fits the transcript of a simulation into the response, and reports the missing part', async () => {
  const call = async (method: string, url: string, body: object) =>
    JSON.parse((await lambda.invoke(httpEvent(method, url, headers.api, JSON.stringify(body)))).body).data
  const trigger = { triggerType: 'keyword', triggerValue: { keywords: ['bot'], matchType: 'contains' } }
  const flow = await call('POST', '/api/v1/chatbot/flows', { appId, name: 'F', ...trigger })
  await call('POST', `/api/v1/chatbot/flows/${flow.id}/steps`, {
    type: 'send_text',
    config: { message: 'hi' },
  })
  const messages = Array.from({ length: 100 }, () => `bot ${'\u0001'.repeat(4_090)}`)
  const body = JSON.stringify({ messages })
  const { data } = JSON.parse((await ask('POST', `/api/v1/chatbot/flows/${flow.id}/simulate`, { body })).body)
  expect(data.triggered).toBe(true)
  expect(JSON.stringify(data.warnings)).toMatch(/fit into the answer/)
})

it('lists often replayed deliveries with their last attempts', async () => {
  await db.execute(sql`insert into webhooks (id, app_id, url, events, wrapped_key, secret, inline_limit_bytes)
    values ('w', ${appId}, 'https://example.com', '{*}', '', '', 0)`)
  const data = JSON.stringify(EVENTS['message.received'].example)
  await db.execute(sql`insert into events (id, app_id, type, data, occurred_at)
    select 'e' || n, ${appId}, 'message.received', jsonb_set(${data}::jsonb, '{content,text}', to_jsonb(${words(65_536)})), now() from generate_series(1, 40) n`)
  await db.execute(sql`insert into deliveries (id, webhook_id, event_id, lane, state, attempts, created_at)
    select 'd' || n, 'w', 'e' || n, 'l', 'failed', 30, now() from generate_series(1, 40) n`)
  await db.execute(sql`insert into delivery_attempts (delivery_id, number, at, duration_ms, status, response)
    select 'd' || n, a, now(), 1, 500, ${words(1_024)} from generate_series(1, 40) n, generate_series(1, 30) a`)
  const pages = await walk('/api/v1/webhooks/w/logs')
  expectAll(pages, 'id', 40)
  const [delivery] = pages.flat() as { attempts: { number: number }[] }[]
  expect(delivery?.attempts.map(({ number }) => number)).toEqual(
    Array.from({ length: 20 }, (_, index) => 11 + index),
  )
})

it('pages through sessions of an app and of all apps, and through apps and keys of a tenant', async () => {
  await db.execute(sql`insert into apps (id, account_id, name, created_at)
    select 'app_' || n, ${accountId}, ${words(100)}, now() from generate_series(1, 149) n`)
  await db.execute(sql`insert into api_keys (id, app_id, name, prefix, hash, created_at)
    select 'key_' || n, ${appId}, ${words(100)}, 'p' || n, 'hash' || n, now() from generate_series(1, 149) n`)
  const all = async (url: string, more = {}) => (await walk(url, more)).flat().map(({ id }) => id)
  expect(new Set(await all('/api/v1/sessions')).size).toBe(120)
  const admin = { headers: headers.admin }
  expect(new Set(await all('/admin/v1/sessions', admin)).size).toBe(120)
  expect(new Set(await all(`/admin/v1/accounts/${accountId}/apps`, admin)).size).toBe(150)
  expect(new Set(await all(`/admin/v1/apps/${appId}/keys`, admin)).size).toBe(150)
})
