import { QStashError } from '../errors.ts'
import { parseDuration } from './duration.ts'
import { type FlowLimits, readFlowLimits } from './flowLimits.ts'
import { compileRetryDelay } from './retryDelay.ts'

/** QStash's, on its free plan. */
const DEFAULT_RETRIES = 3
/** QStash waits 15 minutes or longer, but fetch gives up after 5. */
const DEFAULT_TIMEOUT_MS = 300_000
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const FORWARD = 'upstash-forward-'

/** Where a callback goes, and the headers that it is published with. */
export interface CallbackTarget {
  url: string
  headers: Record<string, string>
}

/** What a publish asks for, but for the body. */
export interface Settings {
  url: string
  method: string
  /** What the destination gets, names in lower case. */
  header: Record<string, string[]>
  /** Unix time in ms. */
  notBefore: number
  maxRetries: number
  retryDelayExpression?: string
  timeoutMs: number
  callback?: CallbackTarget
  failureCallback?: CallbackTarget
  /** One or more, separated by commas. */
  label?: string
  flowControl?: FlowLimits
}

/**
 * Reads the headers of a publish, of one message of a batch, or of a schedule.
 * @param url the destination, as it will be called and signed
 * @param now Unix time in ms, from which a delay counts
 * @throws QStashError 400, naming what does not fit
 */
export function readSettings(url: string, headers: Headers, now: number): Settings {
  const maxRetries = whole(headers, 'upstash-retries') ?? DEFAULT_RETRIES
  const retryDelayExpression = headers.get('upstash-retry-delay')
  if (retryDelayExpression !== null) compileRetryDelay(retryDelayExpression)
  const callback = readCallback(headers, 'upstash-callback', maxRetries)
  const failureCallback = readCallback(headers, 'upstash-failure-callback', maxRetries)
  const label = headers.get('upstash-label')
  const flowControl = readFlowLimits(headers)
  return {
    url: checkedUrl(url, 'destination'),
    method: readMethod(headers),
    header: forwarded(headers),
    notBefore: readNotBefore(headers, now),
    maxRetries,
    timeoutMs: duration(headers, 'upstash-timeout') || DEFAULT_TIMEOUT_MS,
    ...(retryDelayExpression !== null && { retryDelayExpression }),
    ...(callback && { callback }),
    ...(failureCallback && { failureCallback }),
    ...(label !== null && { label }),
    ...(flowControl && { flowControl }),
  }
}

function checkedUrl(url: string, what: string): string {
  if (!/^https?:\/\//i.test(url)) {
    throw new QStashError(400, `invalid ${what} url: endpoint has invalid scheme, add http:// or https://`)
  }
  if (!URL.canParse(url)) throw new QStashError(400, `invalid ${what} url: ${url}`)
  return url
}

function readMethod(headers: Headers): string {
  const method = (headers.get('upstash-method') ?? 'POST').toUpperCase()
  if (!METHODS.includes(method)) throw new QStashError(400, `invalid method: ${method}`)
  return method
}

/** An absolute time wins over a delay. */
function readNotBefore(headers: Headers, now: number): number {
  const seconds = whole(headers, 'upstash-not-before')
  return seconds === undefined ? now + (duration(headers, 'upstash-delay') ?? 0) : seconds * 1000
}

/** A callback is itself a publish: its headers are the ordinary ones, with the prefix of the callback. */
function readCallback(headers: Headers, name: string, retries: number): CallbackTarget | undefined {
  const url = headers.get(name)
  if (url === null) return undefined
  const own: Record<string, string> = { 'upstash-retries': String(retries) }
  for (const [header, value] of headers) {
    if (header.startsWith(`${name}-`)) own[`upstash-${header.slice(name.length + 1)}`] = value
  }
  const target = { url: checkedUrl(url, 'callback'), headers: own }
  readSettings(url, new Headers(own), 0)
  return target
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
