import type { SendContext } from '../../context.ts'

/**
 * Puts a message's command into its session's queue.
 * @throws OutcomeUnknown if the queue did not confirm it
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
    // SQS remembers an id for 5 minutes, also of a command whose row was taken back since.
    attempt: String(ctx.now().getTime()),
  })
}
