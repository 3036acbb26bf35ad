import type { components } from './generated/types.ts'

/**
 * An event as the gateway posts it, discriminated by `event`. A newer gateway may send events that this version does not
 * list. Such an event passes at run time: give each `switch` over `event` a `default` branch.
 */
export type WebhookEvent = components['schemas']['Event'] | components['schemas']['WebhookTestEvent']

/** Headers of a request: the Fetch API's `Headers`, or a record such as Node's `request.headers`, in any letter case. */
export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>

export type WebhookVerificationReason =
  | 'MISSING_HEADERS'
  | 'WRONG_SIGNATURE'
  | 'TOO_OLD'
  | 'TOO_NEW'
  | 'NOT_JSON'
  | 'NO_SECRET'

export interface UnwrapOptions {
  /** Greatest distance between `webhook-timestamp` and the clock, in seconds. Default: 300. */
  toleranceSeconds?: number
  /** Clock. Default: the system's clock. */
  now?: () => Date
  /**
   * Accepts `X-Vesper-Signature` if the request has no `webhook-signature`. That signature covers no time: anyone who
   * records a request can send it again later. Remember the `id` of every event if you set this. Default: false.
   */
  allowUntimed?: boolean
}

/** The request is not a valid webhook of the gateway. Answer 400. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError'
  readonly reason: WebhookVerificationReason

  constructor(reason: WebhookVerificationReason, message: string) {
    super(message)
    this.reason = reason
  }
}

const encoder = new TextEncoder()

/** Finds each `v1,base64`. Spaces separate the signatures, and `Headers` joins repeated headers by commas. */
const SIGNATURES = /(?:^|[\s,])v1,([A-Za-z0-9+/=]+)/g

/**
 * Verifies a webhook's signature and time, and returns its event.
 *
 * @param body the raw body, exactly as received
 * @param secret the webhook's secret, or several secrets, any of which may have signed
 * @throws WebhookVerificationError if the request is not a valid webhook, or no secret is given
 * @throws TypeError if the body was parsed already, or the tolerance is not a number of seconds
 */
export async function unwrap(
  body: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string | string[],
  options: UnwrapOptions = {},
): Promise<WebhookEvent> {
  const bytes = rawBytes(body)
  const secrets = usableSecrets(secret)
  const header = headerReader(headers)
  if (header('webhook-signature') !== undefined) {
    await verifyStandard(bytes, header, secrets, options)
  } else {
    await verifyUntimed(bytes, header, secrets, options)
  }
  return parse(bytes)
}

type HeaderReader = (name: string) => string | undefined

async function verifyStandard(
  body: Uint8Array<ArrayBuffer>,
  header: HeaderReader,
  secrets: string[],
  options: UnwrapOptions,
): Promise<void> {
  const id = header('webhook-id')
  const timestamp = header('webhook-timestamp')
  if (!id || !timestamp) {
    throw new WebhookVerificationError(
      'MISSING_HEADERS',
      'The request has webhook-signature, but lacks webhook-id or webhook-timestamp. Pass all headers of the request.',
    )
  }
  const signatures = [...(header('webhook-signature') ?? '').matchAll(SIGNATURES)].map(
    ([, base64 = '']) => base64,
  )
  const content = join(encoder.encode(`${id}.${timestamp}.`), body)
  const keys = secrets.map(standardKey)
  if (!(await anyMatches(keys, signatures.map(fromBase64), content)))
    throw wrongSignature('webhook-signature')
  verifyTime(timestamp, options)
}

function verifyTime(
  timestamp: string,
  { toleranceSeconds = 300, now = () => new Date() }: UnwrapOptions,
): void {
  if (!(toleranceSeconds >= 0)) {
    throw new TypeError('toleranceSeconds is not a number of seconds. Pass 0 or more, or omit the option.')
  }
  if (!/^\d{1,15}$/.test(timestamp)) throw wrongSignature('webhook-timestamp')
  const age = Math.floor(now().getTime() / 1000) - Number(timestamp)
  if (age > toleranceSeconds) {
    throw new WebhookVerificationError(
      'TOO_OLD',
      `The webhook was signed ${age} s ago, and ${toleranceSeconds} s are allowed. Refuse this replay, or correct the clock of this machine.`,
    )
  }
  // A clock that returns an invalid date gives NaN, which no comparison accepts.
  if (!(age >= -toleranceSeconds)) {
    throw new WebhookVerificationError(
      'TOO_NEW',
      `The webhook was signed ${-age} s in the future, and ${toleranceSeconds} s are allowed. Correct the clock of this machine.`,
    )
  }
}

async function verifyUntimed(
  body: Uint8Array<ArrayBuffer>,
  header: HeaderReader,
  secrets: string[],
  options: UnwrapOptions,
): Promise<void> {
  const names = ['x-vesper-signature', 'x-vesper-signature-previous']
  const signatures = names.map(header).filter((value) => value !== undefined)
  if (signatures.length === 0) {
    throw new WebhookVerificationError(
      'MISSING_HEADERS',
      'The request has no webhook-signature header. Pass all headers of the request, and check that no proxy removes them.',
    )
  }
  if (options.allowUntimed !== true) {
    throw new WebhookVerificationError(
      'MISSING_HEADERS',
      'The request has X-Vesper-Signature, but no webhook-signature. X-Vesper-Signature has no time, and can be replayed. ' +
        'Pass the webhook-* headers, or set allowUntimed and remember the id of every event.',
    )
  }
  const keys = secrets.map((secret) => encoder.encode(secret))
  if (!(await anyMatches(keys, signatures.map(fromHex), body))) throw wrongSignature('X-Vesper-Signature')
}

function wrongSignature(name: string): WebhookVerificationError {
  return new WebhookVerificationError(
    'WRONG_SIGNATURE',
    `The header ${name} does not fit the body and the secret. Check the secret of this webhook, and pass the raw body unchanged.`,
  )
}

async function anyMatches(
  keys: Uint8Array<ArrayBuffer>[],
  signatures: (Uint8Array<ArrayBuffer> | undefined)[],
  content: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  for (const key of keys) {
    const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, [
      'verify',
    ])
    for (const signature of signatures) {
      if (signature && (await crypto.subtle.verify('HMAC', imported, signature, content))) return true
    }
  }
  return false
}

function rawBytes(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return encoder.encode(body)
  // `instanceof` fails for bytes of another realm, such as Jest's.
  if (ArrayBuffer.isView(body))
    return new Uint8Array(new Uint8Array(body.buffer, body.byteOffset, body.byteLength))
  throw new TypeError(
    'The body is neither a string nor bytes. Pass the raw body: a parsed body has lost the bytes that were signed. ' +
      'In Express, use express.raw({ type: "*/*" }) for this route.',
  )
}

function usableSecrets(secret: string | string[]): string[] {
  const secrets = [secret].flat()
  const usable =
    secrets.length > 0 &&
    secrets.every((each) => typeof each === 'string' && each !== 'whsec_' && standardKey(each).length > 0)
  if (usable) return secrets
  throw new WebhookVerificationError(
    'NO_SECRET',
    'A secret is missing or empty. Pass the secret of the webhook, for example from an environment variable.',
  )
}

function headerReader(headers: WebhookHeaders): HeaderReader {
  const lower = new Map<string, string>()
  const add = (value: string | string[] | undefined, name: string) => {
    if (value !== undefined) lower.set(name.toLowerCase(), [value].flat().join(' '))
  }
  if (isHeaders(headers)) headers.forEach(add)
  else for (const [name, value] of Object.entries(headers)) add(value, name)
  return (name) => lower.get(name)
}

/** Recognizes also the `Headers` of another realm or of a polyfill. */
function isHeaders(headers: WebhookHeaders): headers is Headers {
  return typeof headers.forEach === 'function'
}

/** Decodes the key exactly as the gateway does: Node's decoder ignores padding, and a last character that is alone. */
function standardKey(secret: string): Uint8Array<ArrayBuffer> {
  const base64 = /^whsec_([A-Za-z0-9+/]+)={0,2}$/.exec(secret)?.[1]
  if (base64 === undefined) return encoder.encode(secret)
  const whole = base64.length % 4 === 1 ? base64.slice(0, -1) : base64
  return fromBase64(whole) ?? encoder.encode(secret)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

function fromHex(header: string): Uint8Array<ArrayBuffer> | undefined {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(header.trim())?.[1]
  return hex === undefined
    ? undefined
    : Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}

function parse(bytes: Uint8Array): WebhookEvent {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new WebhookVerificationError(
      'NOT_JSON',
      'The signature is right, but the body is not JSON. Check that the sender is a Vesper gateway.',
    )
  }
}
