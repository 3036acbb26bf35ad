import type { Settings } from './settings.ts'

/** A message on its way. Its body is kept apart, so that a retry does not write it again. */
export interface Message extends Settings {
  messageId: string
  /** Unix time in ms. */
  createdAt: number
  /** How many attempts have failed. */
  retried: number
}

/** Shows a message without its body, as a log entry does. */
export function viewMessage({ flowControl, timeoutMs, ...shown }: Message) {
  return {
    ...shown,
    ...(flowControl && { flowControlKey: flowControl.key, parallelism: flowControl.parallelism }),
  }
}
