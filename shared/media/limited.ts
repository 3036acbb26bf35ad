import { pipeline, type Readable, Transform } from 'node:stream'
import type { MediaKind } from './limits.ts'
import { UnacceptableMedia } from './unacceptable.ts'

/** Returns the stream with a limit. The stream fails with UnacceptableMedia (too_large) after `maxBytes`. */
export function limited(source: Readable, maxBytes: number, kind?: MediaKind): Readable {
  let size = 0
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      size += chunk.length
      if (size <= maxBytes) callback(null, chunk)
      else callback(new UnacceptableMedia({ reason: 'too_large', maxBytes, ...(kind && { kind }) }))
    },
  })
  // The reader of the limited stream receives the error.
  pipeline(source, limit, () => undefined)
  return limit
}
