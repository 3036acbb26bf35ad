/** Limit of consecutive steps without a wait. More steps are a loop. */
export const MAX_STEPS_WITHOUT_WAIT = 100
/** Limit of all steps of a run: two bots that answer each other would never end. */
export const MAX_STEPS = 1_000
/**
 * Time without activity, in ms, after which a run expires. A hand-over to a human ends after the same time without a
 * message.
 */
export const IDLE_MS = 24 * 3_600_000
/** Limit of characters in a text to send, and in the value of a variable. */
export const MAX_TEXT = 4_096
/** Limit of variables in a run. */
export const MAX_VARIABLES = 100
/** Limit of messages that come during a webhook call and wait for the next question. */
export const MAX_BACKLOG = 5
/** Longest delay of QStash's free plan. */
export const MAX_DELAY_SECONDS = 7 * 86_400
/** Limits of characters in the URL of a webhook, in its body, and in its answer. */
export const MAX_URL = 2_048
export const MAX_BODY = 65_536
