import { type MessageContent, messageContentSchema } from '#shared/contracts/messages.ts'

/**
 * Returns the content of a stored message without the fields that the contract does not take. An earlier version stored `null` for a
 * latitude that is no number. One such field must not fail the answer of a whole page.
 */
export function readStoredContent(content: MessageContent): MessageContent {
  const { error } = messageContentSchema.safeParse(content)
  if (!error) return content
  const misfits = new Set(error.issues.map(({ path: [field] }) => field))
  return Object.fromEntries(Object.entries(content).filter(([field]) => !misfits.has(field)))
}
