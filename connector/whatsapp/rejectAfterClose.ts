/** What storage has to do with the life of the socket that waits for it. */
export interface SocketLifecycle {
  /** Storage failed: the socket is to be closed. */
  onFault(error: unknown): void
  /** Aborts when it is closed. */
  closed: AbortSignal
}

/**
 * The result of storage that Baileys waits for. When it fails, the socket is closed first, and the promise rejects behind that:
 * Baileys takes a rejection for a message that can't be decrypted, and would tell WhatsApp that it has it. Settle it must:
 * libsignal lines up what concerns a contact in one queue of the whole process, so that one promise that never does would hold up
 * that contact on all sockets to come.
 */
export async function rejectAfterClose<T>(work: Promise<T>, lifecycle: SocketLifecycle): Promise<T> {
  try {
    return await work
  } catch (error) {
    lifecycle.onFault(error)
    await aborted(lifecycle.closed)
    throw error
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}
