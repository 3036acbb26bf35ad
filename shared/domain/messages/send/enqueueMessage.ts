import type { SendContext } from '../../context.ts'

/**
 * Enqueues the command of a message in its session's queue.
 * @throws OutcomeUnknown if the queue does not confirm the command
 */
export async function enqueueMessage({
  ctx,
  input: { session, messageId },
}: {
  ctx: SendContext
  input: { session: { id: string; partition: number }; messageId: string }
}): Promise<void> {
  await ctx.commands.send({
    partition: session.partition,
    command: { type: 'message.send', sessionId: session.id, messageId },
    // SQS remembers a deduplication id for 5 minutes, even after the command's message was withdrawn.
    attempt: String(ctx.now().getTime()),
  })
}
