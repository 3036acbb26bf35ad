import type { Readable } from 'node:stream'

export interface StoredMedia {
  size: number
  contentType: string
}

/** An upload slot: a URL that accepts one PUT without an API key. */
export interface UploadSlot {
  url: string
  method: 'PUT'
  /** Headers that the PUT must have. */
  headers: Record<string, string>
  expiresAt: Date
}

/**
 * A store of outbound and inbound files. Keys are opaque, such as `apps/<appId>/<random id>`. Every method throws BadMediaKey for a
 * key that could name another path.
 */
export interface MediaStore {
  /** Stores a stream or a buffer. After a failed put, the key has its former file or no file. */
  put(key: string, body: Readable | Buffer, meta: { contentType: string }): Promise<PutResult>
  get(key: string): Promise<(StoredMedia & { body: Readable }) | null>
  stat(key: string): Promise<StoredMedia | null>
  /** Removes a file. A missing file is no error. */
  remove(key: string): Promise<void>
  /** Creates an upload slot. The signature covers the length, so that the store refuses a body of another size. */
  uploadUrl(key: string, options: UploadOptions): Promise<UploadSlot>
  /** Returns a URL whose file a browser saves and never shows, because an inbound file may be HTML. */
  downloadUrl(key: string, options: DownloadOptions): Promise<string>
}

export interface PutResult {
  size: number
  /** SHA-256 in hex. */
  sha256: string
}

export interface UploadOptions {
  contentType?: string
  /** Exact size of the body, in bytes. */
  size: number
  expiresSeconds: number
}

export interface DownloadOptions {
  expiresSeconds: number
  filename?: string
}

/** Returns the headers of an upload, which the signature covers. */
export function uploadHeaders(size: number, contentType: string | undefined): Record<string, string> {
  return {
    'content-length': String(size),
    ...(contentType !== undefined && { 'content-type': contentType }),
  }
}

/** Type of a file without a known type. */
export const UNKNOWN_TYPE = 'application/octet-stream'
