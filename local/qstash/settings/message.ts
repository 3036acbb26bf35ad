import type { Settings } from './settings.ts'

/** An accepted message. The body is in a row of its own, so that a retry does not write the body again. */
export interface Message extends Settings {
  messageId: string
  /** Unix time in ms. */
  createdAt: number
  /** Number of failed attempts. */
  retried: number
}

/** Shows a message without its body, for a log entry. */
export function viewMessage({ flowControl, timeoutMs, ...shown }: Message) {
  return {
    ...shown,
    ...(flowControl && { flowControlKey: flowControl.key, parallelism: flowControl.parallelism }),
  }
}
