/** Connects storage to the lifecycle of its socket. */
export interface SocketLifecycle {
  /** Closes the socket after a failure of the storage. */
  onFault(error: unknown): void
  /** Aborts when the socket is closed. */
  closed: AbortSignal
}

/**
 * Returns the result of a storage call that Baileys awaits. If the call fails, the socket is closed before the promise rejects.
 * Baileys treats a rejection as a failed decryption, and would confirm the message to WhatsApp. The promise must settle:
 * libsignal queues all calls for a contact in the process, so that a pending one would block that contact for ever.
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
