import { createHash } from 'node:crypto'
import { Readable, Transform, type TransformCallback } from 'node:stream'
import type { PutResult } from './store.ts'

/** Counts and hashes what flows through. */
export class Meter extends Transform {
  readonly #hash = createHash('sha256')
  #size = 0

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.#size += chunk.length
    this.#hash.update(chunk)
    callback(null, chunk)
  }

  /** Once, after the end. */
  result(): PutResult {
    return { size: this.#size, sha256: this.#hash.digest('hex') }
  }
}

/** A buffer as a stream of one chunk: `Readable.from(buffer)` is one, but an empty one must end without a chunk. */
export function toStream(body: Readable | Buffer): Readable {
  return body instanceof Readable ? body : Readable.from(body.length === 0 ? [] : [body])
}
