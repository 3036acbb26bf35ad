/** Retention of stored responses, in ms. An older key is free for a new request. */
export const KEEP_MS = 24 * 3_600_000
