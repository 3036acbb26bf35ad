import type { Readable } from 'node:stream'

export interface StoredMedia {
  size: number
  contentType: string
}

/** A slot that takes one PUT of bytes, without an API key. */
export interface UploadSlot {
  url: string
  method: 'PUT'
  /** The PUT must carry these. */
  headers: Record<string, string>
  expiresAt: Date
}

/**
 * Bytes that wait to be sent, or that were received. Keys are opaque, such as `apps/<appId>/<random id>`; every method
 * throws BadMediaKey for one that could leave its place.
 */
export interface MediaStore {
  /** Streams; a put that fails leaves nothing readable, or what was there before. */
  put(key: string, body: Readable | Buffer, meta: { contentType: string }): Promise<PutResult>
  get(key: string): Promise<(StoredMedia & { body: Readable }) | null>
  stat(key: string): Promise<StoredMedia | null>
  /** A key that is not there is fine. */
  remove(key: string): Promise<void>
  /** Makes a slot for a client. The length is part of the signature, so that the store refuses a body of another size. */
  uploadUrl(key: string, options: UploadOptions): Promise<UploadSlot>
  /** A URL that a browser saves, never shows: what a stranger sent may be HTML. */
  downloadUrl(key: string, options: DownloadOptions): Promise<string>
}

export interface PutResult {
  size: number
  /** Hex. */
  sha256: string
}

export interface UploadOptions {
  contentType?: string
  /** Exact bytes of the body. */
  size: number
  expiresSeconds: number
}

export interface DownloadOptions {
  expiresSeconds: number
  filename?: string
}

/** The headers that an upload carries: its signature covers them. */
export function uploadHeaders(size: number, contentType: string | undefined): Record<string, string> {
  return {
    'content-length': String(size),
    ...(contentType !== undefined && { 'content-type': contentType }),
  }
}

/** What media is when nobody said. */
export const UNKNOWN_TYPE = 'application/octet-stream'
