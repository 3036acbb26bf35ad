import { and, eq, type SQL } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'

/** The condition that finds a message of ours: its id alone could be a contact's, who chooses its own. */
export function ownMessage({
  sessionId,
  messageId,
}: {
  sessionId: string
  messageId: string
}): SQL | undefined {
  return and(eq(messages.sessionId, sessionId), eq(messages.id, messageId), eq(messages.sender, 'me'))
}
