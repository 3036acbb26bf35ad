import { z } from 'zod'
import type { Queryable } from '#shared/database/index.ts'
import { isGroupJid, phoneOf } from '#shared/jid.ts'
import { identitiesOf } from '../usernames/index.ts'

export const chatSchema = z
  .object({
    jid: z.string().meta({
      description: 'JID of the chat: a person or a group',
      example: '905551234567@s.whatsapp.net',
    }),
    phone: z.string().nullable().meta({
      description:
        'Number of the person in digits; null for a group, and if WhatsApp does not show the number',
      example: '905551234567',
    }),
    lid: z.string().nullable().meta({
      description: 'LID of the person, which never changes; null for a group, and if the LID is unknown',
      example: '630846724446591@lid',
    }),
    username: z.string().nullable().meta({
      description: 'Current username of the person; null if there is none or it is unknown',
      example: null,
    }),
    kind: z.enum(['user', 'group']).meta({
      id: 'ChatKind',
      description: '`user`: a chat with one person. `group`: a group',
      example: 'user',
    }),
    ephemeralSeconds: z.int().meta({
      description: 'Lifetime of new messages, in seconds; 0 if messages do not disappear',
      example: 604_800,
    }),
  })
  .meta({
    id: 'Chat',
    description: 'A chat of a session',
    example: {
      jid: '905551234567@s.whatsapp.net',
      phone: '905551234567',
      lid: '630846724446591@lid',
      username: null,
      kind: 'user',
      ephemeralSeconds: 604_800,
    },
  })

export type ChatView = z.infer<typeof chatSchema>

/** Returns the view of a chat, with the identity of its person as far as the session knows it. */
export async function viewChat({
  ctx,
  input: { sessionId, jid, ephemeralSeconds },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; jid: string; ephemeralSeconds: number }
}): Promise<ChatView> {
  const identities = await identitiesOf({ ctx, input: { sessionId, jids: [jid] } })
  const { lid = null, username = null } = identities.get(jid) ?? {}
  const kind = isGroupJid(jid) ? 'group' : 'user'
  return { jid, phone: phoneOf(jid), lid, username, kind, ephemeralSeconds }
}
