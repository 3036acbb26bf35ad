import type { Readable } from 'node:stream'
import { guardedRequest, RequestRefused, type Resolve, type UrlPolicy } from '#shared/http/index.ts'
import { MEDIA_LIMITS, type MediaKind } from '../limits.ts'
import { UnacceptableMedia } from '../unacceptable.ts'
import { decodeBase64 } from './base64.ts'
import { filenameOfResponse } from './filename.ts'

/** The source of a file. */
export type MediaSource =
  | { kind: 'url'; url: string; policy: UrlPolicy; resolve?: Resolve; timeouts?: FetchTimeouts }
  | { kind: 'base64'; data: string }
  | { kind: 'stream'; body: Readable }

export interface FetchTimeouts {
  connectTimeoutMs: number
  idleTimeoutMs: number
  totalTimeoutMs: number
}

export interface OpenSource {
  body: Readable
  filename?: string | undefined
  declaredType?: string | undefined
}

/** Default time-outs. 100 MB at 8 Mbit/s take 100 s. */
const FETCH_TIMEOUTS: FetchTimeouts = {
  connectTimeoutMs: 5_000,
  idleTimeoutMs: 10_000,
  totalTimeoutMs: 120_000,
}

const MAX_REDIRECTS = 5

/** Opens a source as a stream.
 * @throws UnacceptableMedia unreachable, too_large or bad_base64 */
export async function openSource(
  source: MediaSource,
  kind: MediaKind,
  signal?: AbortSignal,
): Promise<OpenSource> {
  switch (source.kind) {
    case 'url':
      return fetchMedia(source, kind, signal)
    case 'base64':
      return openBase64(source.data, kind)
    case 'stream':
      return { body: source.body }
  }
}

/** Converts a RequestRefused to UnacceptableMedia, and returns other errors unchanged. */
export function toMediaFault(error: unknown, kind: MediaKind): unknown {
  if (!(error instanceof RequestRefused)) return error
  return error.reason === 'too_large'
    ? tooLarge(kind, error)
    : new UnacceptableMedia({ reason: 'unreachable', why: error.message }, error)
}

async function fetchMedia(
  { url, policy, resolve, timeouts = FETCH_TIMEOUTS }: MediaSource & { kind: 'url' },
  kind: MediaKind,
  signal: AbortSignal | undefined,
): Promise<OpenSource> {
  const { status, headers, body } = await guardedRequest(url, {
    policy,
    ...timeouts,
    maxBytes: MEDIA_LIMITS[kind].maxBytes,
    redirects: { follow: MAX_REDIRECTS },
    ...(resolve && { resolve }),
    ...(signal && { signal }),
  })
  const encoding = headers['content-encoding'] ?? 'identity'
  if (status !== 200 || encoding !== 'identity') {
    body.destroy()
    // The server compresses the file despite `identity`. Decompression would allow compression bombs.
    const why = status === 200 ? `its server compresses it (${encoding}).` : `its server answered ${status}.`
    throw new UnacceptableMedia({ reason: 'unreachable', why })
  }
  return {
    body,
    filename: filenameOfResponse(url, headers['content-disposition']),
    declaredType: headers['content-type'],
  }
}

function openBase64(data: string, kind: MediaKind): OpenSource {
  // Checks the length before the decoding. Base64 adds a third, and line breaks add less.
  if (data.length > MEDIA_LIMITS[kind].maxBytes * 1.5) throw tooLarge(kind)
  return decodeBase64(data)
}

function tooLarge(kind: MediaKind, cause?: unknown): UnacceptableMedia {
  return new UnacceptableMedia({ reason: 'too_large', kind, maxBytes: MEDIA_LIMITS[kind].maxBytes }, cause)
}
