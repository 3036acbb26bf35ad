import type { QueuedMessage } from './messageGroup.ts'

const HANDLE = /^([0-9a-f-]{36})\.\d+$/

/** Why a receipt handle does nothing. `expired`: its visibility has ended, and it may have been received again. */
export type ReceiptFault = 'invalid' | 'expired'

/** The handle of this receiving of a message; the next has another. */
export function handleOf({ id, receives }: QueuedMessage): string {
  return `${id}.${receives}`
}

/** The id of the message that a handle was of; null for what never was one. */
export function messageIdOf(handle: string): string | null {
  return HANDLE.exec(handle)?.[1] ?? null
}
