import type { QueuedMessage } from './messageGroup.ts'

const HANDLE = /^([0-9a-f-]{36})\.\d+$/

/**
 * The reason for which a receipt handle has no effect. `expired`: its visibility has ended, and the message
 * may have been received again.
 */
export type ReceiptFault = 'invalid' | 'expired'

/** Returns the handle of this receive of a message. Each receive has another handle. */
export function handleOf({ id, receives }: QueuedMessage): string {
  return `${id}.${receives}`
}

/** Returns the message id of a handle, or null for an invalid handle. */
export function messageIdOf(handle: string): string | null {
  return HANDLE.exec(handle)?.[1] ?? null
}
