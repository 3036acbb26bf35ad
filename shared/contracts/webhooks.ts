/** Why a webhook gets nothing. `user`: its owner switched it off. */
export const WEBHOOK_DISABLED = ['user', 'gone', 'failing'] as const
export type WebhookDisabled = (typeof WEBHOOK_DISABLED)[number]

/**
 * `waiting`: the event before it in its lane has not been tried yet. `pending`: an attempt is due at `nextAttemptAt`.
 */
export const DELIVERY_STATES = ['waiting', 'pending', 'succeeded', 'failed'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** The states that the API shows. It shows a `waiting` delivery as `pending`. */
export const DELIVERY_STATES_SHOWN = ['pending', 'succeeded', 'failed'] as const

/** Why a delivery ended `failed`. */
export type DeliveryFailure = 'attempts_exhausted' | 'gone' | 'webhook_disabled'
