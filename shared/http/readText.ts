import type { Readable } from 'node:stream'

/**
 * Returns the first `maxBytes` of a stream as UTF-8, without a character that the cut would split. The rest is not fetched.
 * Invalid UTF-8 becomes U+FFFD.
 */
export async function readText(body: Readable, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let left = maxBytes
  for await (const chunk of body as AsyncIterable<Buffer>) {
    text += decoder.decode(chunk.subarray(0, left), { stream: true })
    left -= chunk.length
    if (left <= 0) return text
  }
  return text + decoder.decode()
}
