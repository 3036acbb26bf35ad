import { RequestRefused } from './refused.ts'

/** The latest end of a request. The signal's reason is the RequestRefused of the request. */
export interface Deadline {
  signal: AbortSignal
  clear(): void
}

export function startDeadline(totalTimeoutMs: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  const timer = setTimeout(() => {
    const message = `The response was not complete within ${totalTimeoutMs} ms.`
    controller.abort(new RequestRefused('timeout', message))
  }, totalTimeoutMs)
  const abort = () => controller.abort(new RequestRefused('aborted', 'The request was cancelled.'))
  outer?.addEventListener('abort', abort)
  if (outer?.aborted) abort()
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', abort)
    },
  }
}

/** Returns the result of a DNS query, unless the signal or the time-out comes first. The query itself cannot be stopped. */
export function resolvedWithin<T>(promise: Promise<T>, signal: AbortSignal, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    const timer = setTimeout(() => {
      reject(new RequestRefused('dns', 'The host name of the URL was not resolved in time.'))
    }, timeoutMs)
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    })
  })
}
