import { z } from 'zod'
import { isGroupJid } from '#shared/jid.ts'

export const chatSchema = z
  .object({
    jid: z.string().meta({
      description: 'JID of the chat: a person or a group',
      example: '905551234567@s.whatsapp.net',
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
    example: { jid: '905551234567@s.whatsapp.net', kind: 'user', ephemeralSeconds: 604_800 },
  })

export type ChatView = z.infer<typeof chatSchema>

export function toChatView(jid: string, ephemeralSeconds: number): ChatView {
  return { jid, kind: isGroupJid(jid) ? 'group' : 'user', ephemeralSeconds }
}
