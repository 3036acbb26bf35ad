import { and, eq, inArray, ne } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { OwnerContext } from '../context.ts'
import { toWebhookView, type WebhookRow, type WebhookView } from './view.ts'

type Ctx = Pick<OwnerContext, 'db' | 'appId'>

/**
 * Checks that sessions belong to the app of a webhook, and are not deleted.
 * @throws NotFound that names the first session that the app does not have
 */
export async function assertSessions({
  ctx,
  input: { ids },
}: {
  ctx: Ctx
  input: { ids: readonly string[] }
}): Promise<void> {
  const live = await findLive({ ctx, input: { ids } })
  const missing = ids.find((id) => !live.has(id))
  if (missing !== undefined) throw new NotFound({ what: 'Session', id: missing })
}

/** Returns webhooks as the API shows them. A deleted session is in no list, although its last events are still delivered. */
export async function showWebhooks({
  ctx,
  input: { rows },
}: {
  ctx: Ctx
  input: { rows: readonly WebhookRow[] }
}): Promise<WebhookView[]> {
  const live = await findLive({ ctx, input: { ids: rows.flatMap((row) => row.sessions ?? []) } })
  return rows.map((row) => toView(row, live))
}

/** Returns one webhook as the API shows it. */
export async function showWebhook({
  ctx,
  input: { row },
}: {
  ctx: Ctx
  input: { row: WebhookRow }
}): Promise<WebhookView> {
  return toView(row, await findLive({ ctx, input: { ids: row.sessions ?? [] } }))
}

function toView(row: WebhookRow, live: ReadonlySet<string>): WebhookView {
  return toWebhookView(row, row.sessions?.filter((id) => live.has(id)) ?? null)
}

async function findLive({
  ctx,
  input: { ids },
}: {
  ctx: Ctx
  input: { ids: readonly string[] }
}): Promise<Set<string>> {
  if (ids.length === 0 || ctx.appId === null) return new Set()
  const rows = await ctx.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.appId, ctx.appId),
        inArray(sessions.id, [...new Set(ids)]),
        ne(sessions.desiredState, 'delete'),
      ),
    )
  return new Set(rows.map(({ id }) => id))
}
