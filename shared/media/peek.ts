import { Readable } from 'node:stream'

/** Returns the first `bytes` of a stream, or fewer at its end, and a stream of the whole content. */
export async function peek(source: Readable, bytes: number): Promise<{ head: Buffer; body: Readable }> {
  const chunks: Buffer[] = []
  let size = 0
  const iterator = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  while (size < bytes) {
    const { done, value } = await iterator.next()
    if (done) break
    chunks.push(value)
    size += value.length
  }
  const rest = { [Symbol.asyncIterator]: () => iterator }
  return { head: Buffer.concat(chunks).subarray(0, bytes), body: Readable.from(chained(chunks, rest)) }
}

async function* chained(first: readonly Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* first
  yield* rest
}
