import { QStashError } from '../errors.ts'
import { parseDuration } from './duration.ts'
import { type FlowLimits, readFlowLimits } from './flowLimits.ts'
import { compileRetryDelay } from './retryDelay.ts'

/** The default of QStash's free plan. */
const DEFAULT_RETRIES = 3
/** QStash waits 15 minutes or longer, but fetch ends a call after 5 minutes. */
const DEFAULT_TIMEOUT_MS = 300_000
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const FORWARD = 'upstash-forward-'

/**
 * Features of QStash that the gateway does not use. The stand-in refuses these features, so that no test
 * relies on one.
 */
const UNSUPPORTED = [
  'upstash-callback',
  'upstash-failure-callback',
  'upstash-content-based-deduplication',
  'upstash-cron',
  'upstash-label',
]

/** The settings of a publish, without its body. */
export interface Settings {
  url: string
  method: string
  /** The headers for the destination, with names in lower case. */
  header: Record<string, string[]>
  /** Unix time in ms. */
  notBefore: number
  maxRetries: number
  retryDelayExpression?: string
  timeoutMs: number
  flowControl?: FlowLimits
}

/**
 * Reads the headers of a publish, or of one message of a batch.
 * @param url the destination, as it is called and signed
 * @param now Unix time in ms, from which a delay counts
 * @throws QStashError 400 that names the invalid header
 */
export function readSettings(url: string, headers: Headers, now: number): Settings {
  const unsupported = UNSUPPORTED.find((name) => headers.has(name))
  if (unsupported !== undefined) throw new QStashError(400, `the stand-in does not support ${unsupported}`)
  const maxRetries = whole(headers, 'upstash-retries') ?? DEFAULT_RETRIES
  const retryDelayExpression = headers.get('upstash-retry-delay')
  if (retryDelayExpression !== null) compileRetryDelay(retryDelayExpression)
  const flowControl = readFlowLimits(headers)
  return {
    url: checkedUrl(url),
    method: readMethod(headers),
    header: forwarded(headers),
    notBefore: readNotBefore(headers, now),
    maxRetries,
    timeoutMs: duration(headers, 'upstash-timeout') || DEFAULT_TIMEOUT_MS,
    ...(retryDelayExpression !== null && { retryDelayExpression }),
    ...(flowControl && { flowControl }),
  }
}

function checkedUrl(url: string): string {
  if (!/^https?:\/\//i.test(url)) {
    throw new QStashError(
      400,
      `invalid destination url: endpoint has invalid scheme, add http:// or https://`,
    )
  }
  if (!URL.canParse(url)) throw new QStashError(400, `invalid destination url: ${url}`)
  return url
}

function readMethod(headers: Headers): string {
  const method = (headers.get('upstash-method') ?? 'POST').toUpperCase()
  if (!METHODS.includes(method)) throw new QStashError(400, `invalid method: ${method}`)
  return method
}

/** Returns the absolute time if given, else the time of the delay. */
function readNotBefore(headers: Headers, now: number): number {
  const seconds = whole(headers, 'upstash-not-before')
  return seconds === undefined ? now + (duration(headers, 'upstash-delay') ?? 0) : seconds * 1000
}

function forwarded(headers: Headers): Record<string, string[]> {
  const header: Record<string, string[]> = {}
  for (const [name, value] of headers) {
    if (name === 'content-type') header[name] = [value]
    else if (name.startsWith(FORWARD)) header[name.slice(FORWARD.length)] = [value]
  }
  return header
}

function whole(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)
  if (text === null) return undefined
  if (!/^\d{1,12}$/.test(text)) throw new QStashError(400, `invalid ${name}: ${text}`)
  return Number(text)
}

function duration(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)
  if (text === null) return undefined
  const ms = parseDuration(text)
  if (ms === undefined) throw new QStashError(400, `invalid ${name}: ${text}`)
  return ms
}
