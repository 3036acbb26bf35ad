import { z } from 'zod'
import { chatRequests } from './chats.ts'
import { groupRequests } from './groups.ts'
import { usernameRequests } from './usernames.ts'

const keySchema = z.object({
  remoteJid: z.string(),
  id: z.string(),
  fromMe: z.boolean(),
  participant: z.string().exactOptional(),
})

export const PRESENCE_STATES = ['composing', 'recording', 'paused'] as const

export const presenceStateSchema = z.enum(PRESENCE_STATES).meta({
  id: 'PresenceState',
  description: '`composing`: types a text. `recording`: records a voice note. `paused`: stopped',
  example: 'composing',
})

/** A request from a caller to a connector, whose answer the caller waits for. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pairing-code'), phone: z.string() }),
  z.object({
    kind: z.literal('message.edit'),
    key: keySchema,
    /** The new text, or the new caption of a file. */
    text: z.string(),
    mentions: z.array(z.string()).exactOptional(),
  }),
  z.object({ kind: z.literal('message.revoke'), key: keySchema }),
  z.object({ kind: z.literal('messages.read'), keys: z.array(keySchema) }),
  z.object({ kind: z.literal('presence.set'), jid: z.string(), state: presenceStateSchema }),
  z.object({ kind: z.literal('contacts.check'), phones: z.array(z.string()) }),
  z.object({ kind: z.literal('contact.picture'), jid: z.string() }),
  ...chatRequests,
  ...groupRequests,
  ...usernameRequests,
])

export type ConnectorRequest = z.infer<typeof requestSchema>

/** The states of a request. A `cancelled` request never runs. */
export const REQUEST_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
export type RequestState = (typeof REQUEST_STATES)[number]
