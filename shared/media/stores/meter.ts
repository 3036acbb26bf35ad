import { createHash } from 'node:crypto'
import { Readable, Transform, type TransformCallback } from 'node:stream'
import type { PutResult } from './store.ts'

/** Counts and hashes the bytes of a stream. */
export class Meter extends Transform {
  readonly #hash = createHash('sha256')
  #size = 0

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.#size += chunk.length
    this.#hash.update(chunk)
    callback(null, chunk)
  }

  /** Returns size and hash. To be called once, after the end of the stream. */
  result(): PutResult {
    return { size: this.#size, sha256: this.#hash.digest('hex') }
  }
}

/** Converts a buffer to a stream of one chunk. An empty buffer gives a stream without a chunk, unlike `Readable.from(buffer)`. */
export function toStream(body: Readable | Buffer): Readable {
  return body instanceof Readable ? body : Readable.from(body.length === 0 ? [] : [body])
}
