import { QStashError } from '../errors.ts'

/** The limit of calls in flight for a flow-control key. */
export interface FlowLimits {
  key: string
  parallelism: number
}

/**
 * Reads `Upstash-Flow-Control-Key` and `-Value` (`parallelism=2`).
 * @returns undefined without both headers
 * @throws QStashError 400, also for `rate` and `period`, which the gateway does not use
 */
export function readFlowLimits(headers: Headers): FlowLimits | undefined {
  const key = headers.get('upstash-flow-control-key')
  const value = headers.get('upstash-flow-control-value')
  if (key === null && value === null) return undefined
  if (!key || !value) throw new QStashError(400, 'flow control needs both a key and a value')
  const [, parallelism] = /^\s*parallelism=([1-9]\d*)\s*$/i.exec(value) ?? []
  if (parallelism === undefined) throw new QStashError(400, `invalid flow control value: ${value}`)
  return { key, parallelism: Number(parallelism) }
}
