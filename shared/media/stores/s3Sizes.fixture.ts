import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'

const MiB = 1024 * 1024
/** Limits of S3 (docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). */
const MAX_PUT_BYTES = 5 * 1024 * MiB
const MIN_PART_BYTES = 5 * MiB
const MAX_PARTS = 10_000

type Code = 'EntityTooLarge' | 'EntityTooSmall' | 'InvalidArgument'

/** The sizes that S3 enforces: of one PUT, and of the parts of an upload. The last part may be smaller than the others. */
export class S3Sizes {
  /** Sizes of the parts of an upload, by its id and the number of the part. */
  readonly #parts = new Map<string, Map<number, number>>()

  /** @returns the error code of S3 or null, and the body if the check has read it */
  async check(request: IncomingMessage, url: URL): Promise<{ code: Code | null; body: Buffer | null }> {
    const uploadId = url.searchParams.get('uploadId')
    if (request.method === 'PUT') return { code: this.#checkPut(request, url, uploadId), body: null }
    if (request.method !== 'POST' || uploadId === null) return { code: null, body: null }
    const body = await buffer(request)
    return { code: this.#checkCompletion(uploadId, body.toString()), body }
  }

  #checkPut({ headers }: IncomingMessage, url: URL, uploadId: string | null): Code | null {
    const size = Number(headers['x-amz-decoded-content-length'] ?? headers['content-length'])
    if (size > MAX_PUT_BYTES) return 'EntityTooLarge'
    if (uploadId === null) return null
    const number = Number(url.searchParams.get('partNumber'))
    if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS) return 'InvalidArgument'
    const parts = this.#parts.get(uploadId) ?? new Map<number, number>()
    this.#parts.set(uploadId, parts.set(number, size))
    return null
  }

  #checkCompletion(uploadId: string, xml: string): Code | null {
    const numbers = [...xml.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) => Number(number))
    const sizes = numbers.slice(0, -1).map((number) => this.#parts.get(uploadId)?.get(number) ?? 0)
    return sizes.some((size) => size < MIN_PART_BYTES) ? 'EntityTooSmall' : null
  }
}
