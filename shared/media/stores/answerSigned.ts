import { Readable } from 'node:stream'
import { attachment } from './disposition.ts'
import type { FileMediaStore } from './fileMediaStore.ts'
import type { SignedAccess } from './signature.ts'
import { UNKNOWN_TYPE } from './store.ts'

export interface SignedRequest {
  method: string
  path: string
  query: URLSearchParams
  contentType?: string
  /** Content-Length of the client, in bytes; absent for a chunked body. */
  contentLength?: number
  /** Body of a PUT; absent for an empty body. */
  body?: Readable
}

export interface SignedAnswer {
  status: 200 | 403 | 404 | 411 | 415
  headers: Record<string, string>
  body?: Readable
}

/** Serves a signed URL of the file store, as S3 serves its presigned URLs. The function works with any HTTP server. */
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
      // A browser must never run an inbound file in the origin of the gateway.
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    },
    body: media.body,
  }
}

async function upload(
  store: FileMediaStore,
  access: SignedAccess & { method: 'PUT' },
  { body = Readable.from([]), contentType = UNKNOWN_TYPE, contentLength }: SignedRequest,
): Promise<SignedAnswer> {
  if (access.contentType !== undefined && access.contentType !== contentType)
    return refuse(
      415,
      `The slot accepts only the content type ${access.contentType}. Send this content type.`,
    )
  if (contentLength === undefined)
    return refuse(411, 'The upload needs a Content-Length header. Send the body without chunked encoding.')
  if (contentLength !== access.size)
    return refuse(
      403,
      `The slot takes ${access.size} bytes, but the upload has ${contentLength}. Request another slot.`,
    )
  await store.put(access.key, body, { contentType })
  return { status: 200, headers: {} }
}

function refuse(status: SignedAnswer['status'], sentence: string): SignedAnswer {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }
  return { status, headers, body: Readable.from([Buffer.from(`${sentence}\n`)]) }
}
