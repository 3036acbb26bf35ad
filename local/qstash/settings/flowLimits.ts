import { QStashError } from '../errors.ts'
import { parseDuration } from './duration.ts'

/** QStash's, for a rate that names no period. */
const DEFAULT_PERIOD_MS = 1000

/** How many calls of a key may be in flight, and how many may begin in a period. */
export interface FlowLimits {
  key: string
  parallelism?: number
  rate?: number
  periodMs: number
}

/**
 * Reads `Upstash-Flow-Control-Key` and `-Value` (`parallelism=2, rate=10, period=1m`); undefined where there is none.
 * @throws QStashError 400
 */
export function readFlowLimits(headers: Headers): FlowLimits | undefined {
  const key = headers.get('upstash-flow-control-key')
  const value = headers.get('upstash-flow-control-value')
  if (key === null && value === null) return undefined
  if (!key || !value) throw new QStashError(400, 'flow control needs both a key and a value')

  const limits: FlowLimits = { key, periodMs: DEFAULT_PERIOD_MS }
  for (const part of value.split(',')) readPart(limits, part.trim().toLowerCase())
  if (limits.parallelism === undefined && limits.rate === undefined) {
    throw new QStashError(400, `invalid flow control value: ${value}`)
  }
  return limits
}

function readPart(limits: FlowLimits, part: string): void {
  const [name, value = ''] = part.split('=')
  const invalid = new QStashError(400, `invalid flow control value: ${part}`)
  if (name === 'period') {
    const period = /^\d+$/.test(value) ? Number(value) * 1000 : parseDuration(value)
    if (!period) throw invalid
    limits.periodMs = period
  } else if ((name === 'parallelism' || name === 'rate') && /^[1-9]\d*$/.test(value)) {
    limits[name] = Number(value)
  } else throw invalid
}
