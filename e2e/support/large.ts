import { type SQL, sql } from 'drizzle-orm'
import { EVENTS } from '#shared/contracts/events.ts'
import type { DatabaseConnection } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { newSessionId } from '#shared/ids.ts'
import { contextOn, type TestContext } from './context.ts'
import { fillRows } from './fillRows.ts'

/** A tenant with many rows, which the database writes itself. */
export interface LargeTenant {
  ctx: TestContext
  accountId: string
  /** A paired session. */
  session: string
  count(table: string, where: SQL): Promise<number>
  /** Returns the account's message units of this month. */
  used(): Promise<number>
}

/** Creates a tenant with a session in a partition. */
export async function openTenant({ db }: DatabaseConnection, partition = 0): Promise<LargeTenant> {
  const { accountId, appId } = await createAccount({
    ctx: { db },
    input: { name: 'Large', plan: 'self_hosted', appName: 'Large' },
  })
  const session = newSessionId()
  await db.execute(sql`
    insert into sessions (id, app_id, name, partition, run, paired_at) values (${session}, ${appId}, ${session}, ${partition}, 'run_1', now())`)
  const ctx = {
    ...contextOn({ db }),
    appId,
    published: [],
    qstashIsUp: true,
    advance: () => undefined,
    commands: { send: async () => undefined, sendAll: async () => [] },
    jobs: { publishAll: async <Job>(jobs: readonly Job[]) => [...jobs] },
  } as TestContext
  return {
    ctx,
    accountId,
    session,
    async count(table, where) {
      const { rows } = await db.execute<{ count: number }>(
        sql`select count(*)::int as count from ${sql.identifier(table)} where ${where}`,
      )
      return rows[0]?.count ?? 0
    },
    async used() {
      const { rows } = await db.execute<{ messages: number }>(
        sql`select messages from usage_counters where account_id = ${accountId}`,
      )
      return rows[0]?.messages ?? 0
    },
  }
}

/** Writes READ messages of a session, each with a receipt. */
export async function fillMessages({ ctx, session }: LargeTenant, count: number): Promise<void> {
  await fillRows(
    ctx.db,
    count,
    (numbers) => sql`
    insert into messages (session_id, id, sender, app_id, remote_jid, from_me, type, content, status, source, timestamp)
    select ${session}, 'M' || n, 'me', ${ctx.appId}, '1@s.whatsapp.net', true, 'text', '{}', 'READ', 'api', n from ${numbers} n`,
  )
  await fillRows(
    ctx.db,
    count,
    (numbers) => sql`
    insert into message_recipients (session_id, message_id, sender, jid, status)
    select ${session}, 'M' || n, 'me', '2@s.whatsapp.net', 'READ' from ${numbers} n`,
  )
}

/** Writes pending messages of a session, each charged to this month. */
export async function fillPending(
  { ctx, accountId, session }: LargeTenant,
  count: number,
  expiresIn = '10 minutes',
): Promise<void> {
  const month = ctx.now().toISOString().slice(0, 7)
  await fillRows(
    ctx.db,
    count,
    (numbers) => sql`
    insert into messages (session_id, id, sender, app_id, remote_jid, from_me, type, content, status, source, timestamp,
      charged_month, created_at, expires_at)
    select ${session}, 'P' || n, 'me', ${ctx.appId}, '1@s.whatsapp.net', true, 'text', '{}', 'PENDING', 'api', n,
      ${month}, now() - interval '1 minute', now() + ${expiresIn}::text::interval
    from ${numbers} n`,
  )
  await ctx.db.execute(sql`
    insert into usage_counters (account_id, month, messages) values (${accountId}, ${month}, ${count})`)
}

/** Writes published and handled events of a session, each with a delivery to a webhook in a state. */
export async function fillDeliveries(
  { ctx, session }: LargeTenant,
  { webhook, count, state }: { webhook: string; count: number; state: string },
): Promise<void> {
  await fillRows(
    ctx.db,
    count,
    (numbers) => sql`
    insert into events (id, app_id, session_id, chat, type, data, occurred_at, published_at, handled_at)
    select ${webhook} || n, ${ctx.appId}, ${session}, 'c' || n, 'message.sent', ${JSON.stringify(EVENTS['message.sent'].example)}::jsonb, now(), now(), now()
    from ${numbers} n`,
  )
  await fillRows(
    ctx.db,
    count,
    (numbers) => sql`
    insert into deliveries (id, webhook_id, event_id, lane, state, created_at)
    select 'd' || ${webhook} || n, ${webhook}, ${webhook} || n, ${session} || ':c' || n, ${state}, now()
    from ${numbers} n`,
  )
}
