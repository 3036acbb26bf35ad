import { createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { nanoid } from 'nanoid'
import type { Rows } from '../state/table.ts'

/** The file of a direct path. `gone` is the status with which the server refuses a download; with `stall`, a download never ends. */
export interface Blob {
  file: string
  contentType: string
  gone?: number | 'stall'
}

/**
 * The files of the media server: encrypted attachments, and plain profile pictures. A file may have several
 * direct paths, as after a second upload of the same bytes. Each direct path expires by itself.
 */
export class Blobs {
  private readonly rows: Rows<Blob>
  private readonly folder: string

  constructor(rows: Rows<Blob>, folder: string) {
    this.rows = rows
    this.folder = folder
  }

  /**
   * Streams bytes into a new file. If the source fails, the file is deleted.
   * @returns the name of the file
   */
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

  /**
   * Makes a file downloadable.
   * @returns the direct path, with a query as on WhatsApp
   */
  publish(file: string, contentType = 'application/octet-stream'): string {
    const id = nanoid()
    this.rows.set(id, { file, contentType })
    return `/v/t62.7118-24/${id}.enc?ccb=11-4&_nc_sid=5e03e0&mms3=true`
  }

  /** Returns the file of a direct path or URL. */
  find(directPath: string): Blob | undefined {
    return this.rows.get(idOf(directPath))
  }

  /** Expires all direct paths of the same file. The file stays, because a phone keeps its files. */
  expire(directPath: string, gone: number | 'stall'): void {
    const { file } = this.find(directPath) ?? {}
    for (const [id, blob] of [...this.rows.entries()])
      if (blob.file === file) this.rows.set(id, { ...blob, gone })
  }

  /** Returns a new direct path to the same file. */
  republish(directPath: string): string | undefined {
    const blob = this.find(directPath)
    return blob && this.publish(blob.file, blob.contentType)
  }

  pathOf(file: string): string {
    return join(this.folder, file)
  }

  /**
   * Returns the size of a file in bytes.
   * @throws if the file is not on the disk
   */
  async sizeOf(file: string): Promise<number> {
    return (await stat(this.pathOf(file))).size
  }
}

/** Returns the last part of the path, without query and extension. */
function idOf(directPath: string): string {
  const path = new URL(directPath, 'https://media').pathname
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.enc$/, '')
}
