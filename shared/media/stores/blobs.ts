import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { Meter } from './meter.ts'
import type { PutResult } from './store.ts'

/** The sidecar of a blob. The rename of the sidecar is the last step of a put, so that a blob without a sidecar is incomplete. */
const sidecarSchema = z.object({
  blob: z.string(),
  contentType: z.string(),
  size: z.number(),
  sha256: z.string(),
})

export type Sidecar = z.infer<typeof sidecarSchema>

/**
 * Returns the path of a key's sidecar, in one of 256 sub-folders. The hash of the key is the path, so that no key can name another path.
 * Uploads have a folder of their own, because they expire sooner.
 */
export function sidecarPath(folder: string, key: string): string {
  const hash = createHash('sha256').update(key).digest('hex')
  const root = key.startsWith('uploads/') ? path.join(folder, 'uploads') : folder
  return path.join(root, hash.slice(0, 2), `${hash.slice(2)}.json`)
}

export async function readSidecar(file: string): Promise<Sidecar | null> {
  try {
    return sidecarSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Writes a new blob, and then replaces the sidecar of the key in one rename. Readers of the old blob can finish. */
export async function writeBlob(file: string, body: Readable, contentType: string): Promise<PutResult> {
  const folder = path.dirname(file)
  const blob = `${path.basename(file, '.json')}.${randomBytes(6).toString('hex')}`
  const blobPath = path.join(folder, blob)
  const draft = `${blobPath}.tmp`
  await mkdir(folder, { recursive: true })
  const before = await readSidecar(file)
  const meter = new Meter()
  try {
    await pipeline(body, meter, createWriteStream(blobPath, { flags: 'wx', mode: 0o600 }))
    const result = meter.result()
    await writeFile(draft, JSON.stringify({ blob, contentType, ...result } satisfies Sidecar), {
      mode: 0o600,
    })
    await rename(draft, file)
    if (before) await rm(path.join(folder, before.blob), { force: true })
    return result
  } catch (error) {
    await Promise.all([rm(blobPath, { force: true }), rm(draft, { force: true })])
    throw error
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
