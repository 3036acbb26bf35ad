import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import { onTestFinished } from 'vitest'

/** The client sockets of one call in a test. */
export interface FollowedSockets<Result> {
  result: Result
  /** Number of sockets that the call opened. */
  opened: number
  /** Returns the number of sockets of the call that are still open. */
  open(): number
}

/**
 * Calls a function, and follows the TCP sockets that the call opens as a client. Each socket counts by its identity. Sockets of other
 * files and of the shared gateway open and close in the same process, and do not count.
 */
export async function followSockets<Result>(call: () => Promise<Result>): Promise<FollowedSockets<Result>> {
  const own = new AsyncLocalStorage<true>()
  const open = new Set<number>()
  let opened = 0
  const hook = createHook({
    init(id, type) {
      if (type !== 'TCPWRAP' || !own.getStore()) return
      opened += 1
      open.add(id)
    },
    destroy(id) {
      open.delete(id)
    },
  }).enable()
  onTestFinished(() => {
    hook.disable()
  })
  const result = await own.run(true, call)
  return { result, opened, open: () => open.size }
}
