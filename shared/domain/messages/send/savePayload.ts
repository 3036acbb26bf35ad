import { and, sql } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'
import { ownMessage } from '../internal/ownMessage.ts'

/**
 * Stores the payload of a message of ours, so that its file is uploaded once, and each retry sends the same message.
 * @param input.preview the parts of the message that a quote shows beside the content
 * @param input.ephemeral lifetime of the message, in seconds; absent if the message stays
 * @throws LeaseLost
 */
export async function savePayload({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db'>
  input: {
    sessionId: string
    messageId: string
    payload: Buffer
    preview: Buffer | null
    ephemeral?: number | undefined
  } & Fenced
}): Promise<void> {
  const changed = await ctx.db
    .update(messages)
    .set({
      payload: input.payload,
      preview: input.preview,
      ...(input.ephemeral !== undefined && {
        content: sql`${messages.content} || ${JSON.stringify({ ephemeral: input.ephemeral })}::jsonb`,
      }),
    })
    .where(and(ownMessage(input), holdsLease(lease)))
    .returning({ id: messages.id })
  if (changed.length === 0) await assertLease({ ctx, input: lease })
}
