import { createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { nanoid } from 'nanoid'
import type { Rows } from '../state/table.ts'

/** What a direct path leads to; `gone` is the status that a download of it is refused with. */
export interface Blob {
  file: string
  contentType: string
  gone?: 404 | 410
}

/**
 * The files of the media server: encrypted attachments, and profile pictures as they are. A file may be published under
 * several direct paths, as a new upload of the same bytes is; each goes its own way out of date.
 */
export class Blobs {
  private readonly rows: Rows<Blob>
  private readonly folder: string

  constructor(rows: Rows<Blob>, folder: string) {
    this.rows = rows
    this.folder = folder
  }

  /** Streams bytes into a new file and returns its name. Nothing is left of it when the source fails. */
  async write(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
    const file = nanoid()
    await mkdir(this.folder, { recursive: true })
    try {
      await pipeline(source, createWriteStream(this.pathOf(file)))
    } catch (error) {
      await this.discard(file)
      throw error
    }
    return file
  }

  async discard(file: string): Promise<void> {
    await rm(this.pathOf(file), { force: true })
  }

  /** Makes a file downloadable; returns its direct path, with a query as WhatsApp's have. */
  publish(file: string, contentType = 'application/octet-stream'): string {
    const id = nanoid()
    this.rows.set(id, { file, contentType })
    return `/v/t62.7118-24/${id}.enc?ccb=11-4&_nc_sid=5e03e0&mms3=true`
  }

  /** What a direct path or URL leads to. */
  find(directPath: string): Blob | undefined {
    return this.rows.get(idOf(directPath))
  }

  /** Ends the life of all direct paths to the same file; the file stays, as it does on a phone. */
  expire(directPath: string, gone: 404 | 410): void {
    const { file } = this.find(directPath) ?? {}
    for (const [id, blob] of [...this.rows.entries()])
      if (blob.file === file) this.rows.set(id, { ...blob, gone })
  }

  /** A fresh direct path to the same file. */
  republish(directPath: string): string | undefined {
    const blob = this.find(directPath)
    return blob && this.publish(blob.file, blob.contentType)
  }

  pathOf(file: string): string {
    return join(this.folder, file)
  }

  /** Its size in bytes. Throws when the file is gone from the disk. */
  async sizeOf(file: string): Promise<number> {
    return (await stat(this.pathOf(file))).size
  }
}

/** The last part of the path, without query and extension. */
function idOf(directPath: string): string {
  const path = new URL(directPath, 'https://media').pathname
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.enc$/, '')
}
