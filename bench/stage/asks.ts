/** A request to a process of the bench and its answer, over the IPC channel of the parent. */
export interface Ask {
  bench: { id: number; ask: string; input: unknown }
}

export interface Answer {
  bench: { id: number; answer?: unknown; error?: string }
}

export type Handlers = Record<string, (input: never) => unknown>

/** Answers requests of the parent. Other handlers of the process answer requests that are not in the table. */
export function answerAsks(handlers: Handlers): void {
  process.on('message', async (message: Ask) => {
    const { id, ask, input } = message.bench ?? {}
    const handle = handlers[ask]
    if (!handle) return
    try {
      process.send?.({ bench: { id, answer: await handle(input as never) } } satisfies Answer)
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
      process.send?.({ bench: { id, error: reason } } satisfies Answer)
    }
  })
}
