import { z } from 'zod'

/**
 * What the API tells the connector that owns a session's partition. A command names rows and carries no payload:
 * the row is the truth, so a command that comes twice, late, or after its row is gone does no harm.
 */
export const commandSchema = z.discriminatedUnion('type', [
  /** Send the message row that has this id, if it is still PENDING. */
  z.object({ type: z.literal('message.send'), sessionId: z.string(), messageId: z.string() }),
  /** The session's row changed (created, restart, logout, delete): bring its socket into line with it. */
  z.object({ type: z.literal('session.sync'), sessionId: z.string() }),
  /** Run the request row that has this id and write its answer; somebody waits for it. */
  z.object({ type: z.literal('request.run'), sessionId: z.string(), requestId: z.string() }),
])

export type Command = z.infer<typeof commandSchema>
