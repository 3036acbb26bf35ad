const waiting: (() => void)[] = []

/**
 * Waits for the caller's turn to compute. All computations of the process queue here, and each turn of the event loop
 * admits one. The loop therefore serves its sockets between two slices, for any number of computations.
 */
export async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => {
    waiting.push(resolve)
    if (waiting.length === 1) setImmediate(admitOne)
  })
}

function admitOne(): void {
  waiting[0]?.()
  waiting.shift()
  if (waiting.length > 0) setImmediate(admitOne)
}
