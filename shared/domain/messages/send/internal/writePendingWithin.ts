import { type SQL, sql } from 'drizzle-orm'
import { messages, type Transaction, type ValueOf } from '#shared/database/index.ts'
import type { AppContext } from '../../../context.ts'

/** Columns that are written when a message of ours is accepted. */
export const PENDING_COLUMNS = [
  'sessionId',
  'id',
  'sender',
  'appId',
  'remoteJid',
  'usernameKey',
  'fromMe',
  'type',
  'content',
  'media',
  'status',
  'source',
  'timestamp',
  'chargedMonth',
  'createdAt',
  'expiresAt',
  'pendingUntil',
] as const
export type PendingRow = Omit<
  Pick<typeof messages.$inferSelect, (typeof PENDING_COLUMNS)[number]>,
  'chargedMonth'
> & { chargedMonth: string }

/** A message of ours at its acceptance. */
export type NewMessage = Pick<
  PendingRow,
  'id' | 'sessionId' | 'remoteJid' | 'type' | 'content' | 'source'
> & {
  media?: PendingRow['media'] | undefined
  /** The key for the username in `remoteJid`. */
  usernameKey?: string | null | undefined
  /** Month to which the message's unit is charged. */
  chargedMonth: string
}

/** Returns the row of a message that is accepted now. */
export function pendingRow(
  ctx: Pick<AppContext, 'appId' | 'now' | 'settings'>,
  { media = null, usernameKey = null, ...message }: NewMessage,
) {
  const now = ctx.now()
  const expiresAt = new Date(now.getTime() + ctx.settings.sendWithinMs)
  return {
    ...message,
    media,
    usernameKey,
    appId: ctx.appId,
    sender: 'me',
    fromMe: true,
    status: 'PENDING',
    timestamp: Math.floor(now.getTime() / 1000),
    createdAt: now,
    expiresAt,
    pendingUntil: expiresAt,
  } as const satisfies PendingRow
}

/**
 * Returns the statement that inserts the row once for each row of a table.
 * @param value returns the place of each column's value
 * @param from a table of at most one row
 */
export function insertPending(value: ValueOf<PendingRow>, from: SQL): SQL {
  const columns = PENDING_COLUMNS.map((name) => messages[name])
  const names = columns.map(({ name }) => sql.identifier(name))
  const values = PENDING_COLUMNS.map(
    (name) => sql`${sql.param(value(name), messages[name])}::${sql.raw(messages[name].getSQLType())}`,
  )
  return sql`insert into messages (${sql.join(names, sql`, `)}) select ${sql.join(values, sql`, `)} from ${from}`
}

/**
 * Inserts the row of a message that is accepted with the transaction and already charged. Returns false if the row
 * exists.
 */
export async function writePendingWithin(
  tx: Transaction,
  ctx: Pick<AppContext, 'appId' | 'now' | 'settings'>,
  message: NewMessage,
): Promise<boolean> {
  const written = await tx
    .insert(messages)
    .values(pendingRow(ctx, message))
    .onConflictDoNothing()
    .returning({ id: messages.id })
  return written.length > 0
}
