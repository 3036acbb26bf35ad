import type { IncomingMessage } from 'node:http'
import { pipeline, Transform, type TransformCallback } from 'node:stream'
import { silent, toBroken } from './exchange.ts'
import { RequestRefused } from './refused.ts'

export interface BodyLimits {
  maxBytes: number
  idleTimeoutMs: number | undefined
  /** Ends the body. The signal's reason is the RequestRefused of the body. */
  signal: AbortSignal
}

/** Wraps the body of a response in a stream that fails with RequestRefused: too_large, timeout, aborted or broken. */
export function limitedBody(response: IncomingMessage, limits: BodyLimits): Transform {
  const body = new LimitedBody(limits)
  const abort = () => body.destroy(limits.signal.reason)
  limits.signal.addEventListener('abort', abort)
  if (limits.signal.aborted) abort()
  // The caller may read the body later or never. Until then, the callback is the only listener of a failure.
  pipeline(response, body, () => limits.signal.removeEventListener('abort', abort))
  return body
}

/** Checks the Content-Length of a response.
 * @throws RequestRefused too_large if the length exceeds `maxBytes` */
export function assertAnnouncedSize(response: IncomingMessage, maxBytes: number): void {
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
}

class LimitedBody extends Transform {
  readonly #limits: BodyLimits
  readonly #idle: NodeJS.Timeout | undefined
  #bytes = 0

  constructor(limits: BodyLimits) {
    super()
    this.#limits = limits
    const { idleTimeoutMs } = limits
    if (idleTimeoutMs !== undefined) {
      this.#idle = setTimeout(() => this.#onIdle(idleTimeoutMs), idleTimeoutMs)
    }
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.#idle?.refresh()
    this.#bytes += chunk.length
    if (this.#bytes > this.#limits.maxBytes) callback(tooLarge(this.#limits.maxBytes))
    else callback(null, chunk)
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    clearTimeout(this.#idle)
    callback(error && toBroken(error))
  }

  #onIdle(idleTimeoutMs: number): void {
    // The reader of the body is slow, and not the server.
    if (this.writableNeedDrain) this.#idle?.refresh()
    else this.destroy(silent(idleTimeoutMs))
  }
}

function tooLarge(maxBytes: number): RequestRefused {
  return new RequestRefused('too_large', `The response is larger than ${maxBytes} bytes.`)
}
