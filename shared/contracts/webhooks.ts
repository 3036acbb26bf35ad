import { z } from 'zod'
import type { MessageType } from './messages.ts'

/** Reasons for which a webhook is disabled. `user`: the owner disabled the webhook. */
export const WEBHOOK_DISABLED = ['user', 'gone', 'failing'] as const
export type WebhookDisabled = (typeof WEBHOOK_DISABLED)[number]

/** The kinds of chats. */
export const CHAT_KINDS = ['user', 'group', 'channel', 'status'] as const
export type ChatKind = (typeof CHAT_KINDS)[number]

type OneOrMany<Item> = Item | Item[]

/** Conditions of a webhook on the events of chats and messages. A list is true if one of its items is true. */
export interface WebhookFilter {
  /** JIDs of chats. */
  chats?: OneOrMany<string> | undefined
  kinds?: OneOrMany<ChatKind> | undefined
  types?: OneOrMany<MessageType> | undefined
  fromMe?: OneOrMany<boolean> | undefined
}

/**
 * The states of a delivery. `waiting`: the delivery before it in the lane has had no attempt yet. `pending`: an attempt is due at
 * `nextAttemptAt`.
 */
export const DELIVERY_STATES = ['waiting', 'pending', 'succeeded', 'failed'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** The states that the API shows. The API shows a `waiting` delivery as `pending`. */
export const DELIVERY_STATES_SHOWN = ['pending', 'succeeded', 'failed'] as const

export const deliveryStateSchema = z.enum(DELIVERY_STATES_SHOWN).meta({
  id: 'DeliveryState',
  description:
    '`pending`: an attempt is due or waits its turn. `succeeded`: your endpoint answered 2xx. `failed`: no attempt follows',
  example: 'succeeded',
})

/** Reasons for which a delivery is `failed`. */
export type DeliveryFailure = 'attempts_exhausted' | 'gone' | 'webhook_disabled'
