import { z } from 'zod'

/** The lifetimes of messages that WhatsApp offers, in seconds: a day, a week and 90 days. 0 keeps messages. */
export const LIFETIMES = [0, 86_400, 604_800, 7_776_000] as const
export type Lifetime = (typeof LIFETIMES)[number]

export const lifetimeSchema = z.literal(LIFETIMES).meta({
  id: 'Lifetime',
  description:
    'Time until new messages disappear, in seconds: 86400 (a day), 604800 (a week) or 7776000 (90 days); 0 keeps messages',
  example: 604_800,
})

/** The requests about chats. */
export const chatRequests = [
  z.object({ kind: z.literal('chat.timer'), jid: z.string(), seconds: z.literal(LIFETIMES) }),
] as const
