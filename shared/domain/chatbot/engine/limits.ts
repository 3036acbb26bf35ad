/** More than these without asking anybody is a loop. */
export const MAX_STEPS_WITHOUT_WAIT = 100
/** Of a whole run: two bots that answer each other would never end. */
export const MAX_STEPS = 1_000
/** A run that nothing happens to for so long expires; a hand-over to a human lasts as long behind the last message. */
export const IDLE_MS = 24 * 3_600_000
/** Of a text that is sent, and of a variable's value, in characters. */
export const MAX_TEXT = 4_096
/** Names that a run may set. */
export const MAX_VARIABLES = 100
/** Messages that came while a webhook was called, and wait for the question behind it. */
export const MAX_BACKLOG = 5
/** What QStash delays on its free plan. */
export const MAX_DELAY_SECONDS = 7 * 86_400
/** A webhook's rendered URL and body, and of its answer, in characters. */
export const MAX_URL = 2_048
export const MAX_BODY = 65_536
