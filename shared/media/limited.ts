import { pipeline, type Readable, Transform } from 'node:stream'
import type { MediaKind } from './limits.ts'
import { UnacceptableMedia } from './unacceptable.ts'

/** The stream, which fails with UnacceptableMedia (too_large) after so many bytes. */
export function limited(source: Readable, maxBytes: number, kind?: MediaKind): Readable {
  let size = 0
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      size += chunk.length
      if (size <= maxBytes) callback(null, chunk)
      else callback(new UnacceptableMedia({ reason: 'too_large', maxBytes, ...(kind && { kind }) }))
    },
  })
  // Whoever reads the limited stream sees the error there.
  pipeline(source, limit, () => undefined)
  return limit
}
