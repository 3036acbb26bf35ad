import { z } from 'zod'

/** WhatsApp's answer about a username. `key_required`: the owner has set a key, and the given key is missing or wrong. */
export const USERNAME_STATES = ['found', 'unknown', 'key_required'] as const
export type UsernameState = (typeof USERNAME_STATES)[number]

/** A username in its stored form, with the key that the caller knows. */
export const askedUsernameSchema = z.object({ username: z.string(), key: z.string().exactOptional() })
export type AskedUsername = z.infer<typeof askedUsernameSchema>

/** The person behind a username. `jid` is the JID of the chat: the number if it is known, and otherwise the LID. */
export const usernameAnswerSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('found'), username: z.string(), lid: z.string(), jid: z.string() }),
  z.object({ state: z.literal('unknown'), username: z.string() }),
  z.object({ state: z.literal('key_required'), username: z.string() }),
])
export type UsernameAnswer = z.infer<typeof usernameAnswerSchema>

export const usernameRequests = [
  z.object({ kind: z.literal('usernames.find'), users: z.array(askedUsernameSchema) }),
] as const
