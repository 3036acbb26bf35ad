import { Readable } from 'node:stream'
import { UnacceptableMedia } from '../unacceptable.ts'

const DATA_URL = /^data:([^;,]*)[^,]*;base64,/

/** Characters per decoding step: a multiple of 4, so that no step splits a group. */
const STEP = 64 * 1024

/**
 * Decodes base64 as a stream of bytes. Accepts both alphabets, with or without padding, line breaks and a `data:` prefix.
 * @throws UnacceptableMedia bad_base64
 */
export function decodeBase64(data: string): { body: Readable; declaredType?: string } {
  const prefix = DATA_URL.exec(data.slice(0, 256))
  const text = data.slice(prefix?.[0].length ?? 0).replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) {
    throw new UnacceptableMedia({ reason: 'bad_base64' })
  }
  const declaredType = prefix?.[1]
  return { body: Readable.from(steps(text)), ...(declaredType && { declaredType }) }
}

function* steps(text: string): Generator<Buffer> {
  for (let start = 0; start < text.length; start += STEP) {
    yield Buffer.from(text.slice(start, start + STEP), 'base64')
  }
}
