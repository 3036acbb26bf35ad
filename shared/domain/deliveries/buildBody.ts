import { buffer } from 'node:stream/consumers'
import { and, eq } from 'drizzle-orm'
import { WEBHOOK_EVENTS, type WebhookBody } from '#shared/contracts/events.ts'
import { apps, type events, messages } from '#shared/database/index.ts'
import { inDeclaredOrder } from '#shared/inDeclaredOrder.ts'
import { qrDataUrl } from '#shared/qr.ts'
import type { Context } from '../context.ts'
import { mediaUrl } from '../messages/index.ts'
import type { WebhookRow } from '../webhooks/index.ts'

/**
 * Time-out of the file store, in ms. With the 10 s of the post, the read ends within the claim of an attempt (15 s).
 */
const FILE_MS = 3_000

type Ctx = Pick<Context, 'db' | 'media' | 'log'>
export type EventRow = typeof events.$inferSelect

/** Builds the body of a post to a webhook. The body for the operator names the owner of the session. */
export async function buildBody({
  ctx,
  input: { event, webhook },
}: {
  ctx: Ctx
  input: { event: EventRow; webhook: Pick<WebhookRow, 'appId' | 'inlineLimitBytes'> }
}): Promise<Buffer> {
  const { inlineLimitBytes } = webhook
  const body = await describeEvent({ ctx, input: { event, inlineLimitBytes } })
  const owner = webhook.appId === null ? await readOwner(ctx, event) : {}
  return Buffer.from(JSON.stringify(inDeclaredOrder(WEBHOOK_EVENTS[event.type].body, { ...body, ...owner })))
}

/**
 * Describes an event as the public docs show it, with its id. The fields are in the order of the docs. The row holds no files and
 * no QR pictures, so the function adds them.
 */
export async function describeEvent({
  ctx,
  input: { event, inlineLimitBytes },
}: {
  ctx: Ctx
  input: { event: EventRow; inlineLimitBytes: number }
}): Promise<WebhookBody> {
  const body = {
    event: event.type,
    timestamp: event.occurredAt.toISOString(),
    session: event.sessionId,
    data: await complete(ctx, event, inlineLimitBytes),
    id: event.id,
  }
  return inDeclaredOrder(WEBHOOK_EVENTS[event.type].body, body) as WebhookBody
}

/** Reads the app of an event and its account. The test of an operator's webhook has no app. */
async function readOwner({ db }: Ctx, { appId: app }: EventRow) {
  if (app === null) return { app, account: null }
  const [row] = await db.select({ account: apps.accountId }).from(apps).where(eq(apps.id, app))
  return { app, account: row?.account ?? null }
}

/** Adds the QR picture or the file, which the row lacks. An erased message has no file. */
async function complete(ctx: Ctx, event: EventRow, inlineLimitBytes: number): Promise<WebhookBody['data']> {
  const { data } = event
  if ('qr' in data) return { ...data, qr: await qrDataUrl(data.qr) }
  if (!('content' in data) || data.erased) return data
  const file = await readFile(ctx, event, inlineLimitBytes)
  if (!file) return data
  const { content, ...state } = file
  // The two types have different contents, so that the compiler needs one branch for each.
  return 'from' in data
    ? { ...data, content: { ...data.content, ...content }, ...state }
    : { ...data, content: { ...data.content, ...content }, ...state }
}

/**
 * Reads the file of an event's message, if the store has the file by now. A slow or failing store delays neither the
 * event nor later events of its chat: the body then lacks the file.
 */
async function readFile(ctx: Ctx, event: EventRow, inlineLimitBytes: number) {
  const { sessionId, messageId, messageSender } = event
  if (!sessionId || !messageId || !messageSender) return null
  const [row] = await ctx.db
    .select({ content: messages.content, media: messages.media })
    .from(messages)
    .where(
      and(eq(messages.sessionId, sessionId), eq(messages.id, messageId), eq(messages.sender, messageSender)),
    )
  if (!row?.media) return null
  if (row.media.state === 'failed')
    return { media: 'failed' as const, mediaError: row.media.error, content: {} }
  if (row.media.state === 'pending') return { media: 'pending' as const, content: {} }
  const { size, sha256, filename } = row.content
  const { key } = row.media
  const [url, base64] = await Promise.all([
    inTime(mediaUrl({ ctx, input: { key, filename } })).catch((err: unknown) => logUnreadable(ctx, key, err)),
    size !== undefined && size <= inlineLimitBytes
      ? inTime(inline(ctx, key)).catch((err: unknown) => logUnreadable(ctx, key, err))
      : undefined,
  ])
  return {
    media: 'stored' as const,
    content: {
      size,
      sha256,
      ...(url !== undefined && { mediaUrl: url }),
      ...(base64 !== undefined && { base64 }),
    },
  }
}

/**
 * Limits the duration of a read from the file store.
 * @throws Error if the store takes longer than FILE_MS
 */
async function inTime<T>(reading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The file store did not answer within ${FILE_MS} ms`)), FILE_MS)
  })
  return await Promise.race([reading, late]).finally(() => clearTimeout(timer))
}

async function inline(ctx: Ctx, key: string): Promise<string | undefined> {
  const stored = await ctx.media.get(key)
  return stored ? (await buffer(stored.body)).toString('base64') : undefined
}

function logUnreadable(ctx: Ctx, key: string, err: unknown): undefined {
  ctx.log.error({ err, key }, 'delivery.file_unreadable')
}
