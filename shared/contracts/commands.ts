import { z } from 'zod'

/**
 * A command from the API to the connector that owns a session's partition. A command names a row and carries no payload.
 * The connector acts on the row, so that a command that is repeated, late, or without a row does no harm.
 */
export const commandSchema = z.discriminatedUnion('type', [
  /** Sends the message row with this id if its status is still PENDING. */
  z.object({ type: z.literal('message.send'), sessionId: z.string(), messageId: z.string() }),
  /** Reads the changed row of a session (created, restart, logout, delete), and adapts the session's socket. */
  z.object({ type: z.literal('session.sync'), sessionId: z.string() }),
  /** Runs the request row with this id, and writes the answer for the waiting caller. */
  z.object({ type: z.literal('request.run'), sessionId: z.string(), requestId: z.string() }),
])

export type Command = z.infer<typeof commandSchema>
