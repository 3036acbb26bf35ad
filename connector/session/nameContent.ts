import type { MessageContent } from '#shared/contracts/messages.ts'
import { markOwnMention, type OwnIdentity } from '../whatsapp/index.ts'
import type { LidMappings } from './lidMappings.ts'

/** Names the persons in a content by number and LID, and marks that the content mentions us. */
export async function nameContent(
  lidMappings: LidMappings,
  content: MessageContent,
  me: OwnIdentity | null,
): Promise<MessageContent> {
  return await lidMappings.resolveContent(me ? markOwnMention(content, me) : content)
}

/**
 * Names the persons in the new content of a message. An edit replaces all mentions, so that the result has each field of the earlier
 * mentions.
 * @param earlier content before the edit
 */
export async function nameEdit(
  lidMappings: LidMappings,
  { content, earlier }: { content: MessageContent; earlier: MessageContent },
  me: OwnIdentity | null,
): Promise<MessageContent> {
  const named = await nameContent(lidMappings, content, me)
  const { mentions = [], mentionLids = mentions.map(() => null), mentionsMe = false } = named
  return {
    ...named,
    ...((named.mentions || earlier.mentions) && { mentions, mentionLids }),
    ...((named.mentionsMe || earlier.mentionsMe) && { mentionsMe }),
  }
}
