import { messages, type Transaction } from '#shared/database/index.ts'
import type { AppContext } from '../../context.ts'

/** A message of ours as it is accepted. */
export type NewMessage = Pick<
  typeof messages.$inferInsert,
  'id' | 'sessionId' | 'remoteJid' | 'type' | 'content' | 'media' | 'source'
> & {
  /** The month that its unit is counted in. */
  chargedMonth: string
}

/** The row of a message that is accepted now. */
export function pendingRow(ctx: Pick<AppContext, 'appId' | 'now' | 'settings'>, message: NewMessage) {
  const now = ctx.now()
  return {
    ...message,
    appId: ctx.appId,
    sender: 'me',
    fromMe: true,
    status: 'PENDING',
    timestamp: Math.floor(now.getTime() / 1000),
    createdAt: now,
    expiresAt: new Date(now.getTime() + ctx.settings.sendWithinMs),
  } as const
}

/** Writes the row of a message that is accepted with the transaction, and counted already. Answers false if it is there already. */
export async function writePending(
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
