import { and, eq, type SQL } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'

/**
 * Returns the condition that finds a message of ours. The id alone could be the id of a contact's message, because
 * authors choose ids.
 */
export function ownMessage({
  sessionId,
  messageId,
}: {
  sessionId: string
  messageId: string
}): SQL | undefined {
  return messageBy({ sessionId, messageId, sender: 'me' })
}

/**
 * Returns the condition that finds the message of an author.
 * @param message.sender `me`, or the author's JID
 */
export function messageBy({
  sessionId,
  messageId,
  sender,
}: {
  sessionId: string
  messageId: string
  sender: string
}): SQL | undefined {
  return and(eq(messages.sessionId, sessionId), eq(messages.id, messageId), eq(messages.sender, sender))
}
