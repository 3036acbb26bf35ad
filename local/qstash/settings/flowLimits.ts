import { QStashError } from '../errors.ts'

/** How many calls of a flow-control key may be in flight. */
export interface FlowLimits {
  key: string
  parallelism: number
}

/**
 * Reads `Upstash-Flow-Control-Key` and `-Value` (`parallelism=2`). Answers undefined where neither header is there.
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
