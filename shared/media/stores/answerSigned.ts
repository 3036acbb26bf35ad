import { Readable } from 'node:stream'
import { limited } from '../limited.ts'
import { UnacceptableMedia } from '../unacceptable.ts'
import { attachment } from './disposition.ts'
import type { FileMediaStore } from './fileMediaStore.ts'
import type { SignedAccess } from './signature.ts'
import { UNKNOWN_TYPE } from './store.ts'

export interface SignedRequest {
  method: string
  path: string
  query: URLSearchParams
  contentType?: string
  /** Of a PUT; none is an empty one. */
  body?: Readable
}

export interface SignedAnswer {
  status: 200 | 403 | 404 | 413 | 415
  headers: Record<string, string>
  body?: Readable
}

/** Serves a signed URL of files, whatever the HTTP server: S3 does the same for its own. */
export async function answerSigned(
  store: FileMediaStore,
  request: SignedRequest,
  now: Date,
): Promise<SignedAnswer> {
  const access = store.verify(request.method, request.path, request.query, now)
  if (access === null) return { status: 403, headers: {} }
  return access.method === 'GET' ? download(store, access) : upload(store, access, request)
}

async function download(
  store: FileMediaStore,
  access: SignedAccess & { method: 'GET' },
): Promise<SignedAnswer> {
  const media = await store.get(access.key)
  if (media === null) return { status: 404, headers: {} }
  return {
    status: 200,
    headers: {
      'content-type': media.contentType,
      'content-length': String(media.size),
      'content-disposition': attachment(access.filename),
      // What a stranger sent must never run in the gateway's own origin.
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    },
    body: media.body,
  }
}

async function upload(
  store: FileMediaStore,
  access: SignedAccess & { method: 'PUT' },
  { body = Readable.from([]), contentType = UNKNOWN_TYPE }: SignedRequest,
): Promise<SignedAnswer> {
  if (access.contentType !== undefined && access.contentType !== contentType)
    return { status: 415, headers: {} }
  try {
    await store.put(access.key, limited(body, access.maxBytes), { contentType })
    return { status: 200, headers: {} }
  } catch (error) {
    if (error instanceof UnacceptableMedia) return { status: 413, headers: {} }
    throw error
  }
}
