import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { isMissing, readSidecar, type Sidecar, sidecarPath, writeBlob } from './blobs.ts'
import { assertKey } from './key.ts'
import { toStream } from './meter.ts'
import { type SignedAccess, signPath, verifyPath } from './signature.ts'
import { type MediaStore, uploadHeaders } from './store.ts'

export interface FileMediaStore extends MediaStore {
  /** Returns the permission of a signed URL; null if the URL was changed, has expired, or is for another method. */
  verify(method: string, path: string, query: URLSearchParams, now: Date): SignedAccess | null
  /** Removes media from before this time, and incomplete files of a crash; with `uploads`, only uploads. Returns the number of files. */
  removeOlderThan(before: Date, prefix?: 'uploads'): Promise<number>
}

/** Returns a store in a folder, for one machine. Signed URLs begin with `<baseUrl>/media/`, which `answerSigned` serves. */
export function fileMediaStore(options: {
  folder: string
  baseUrl: string
  signingKey: Buffer
  now?: () => Date
}): FileMediaStore {
  const { folder, baseUrl, signingKey, now = () => new Date() } = options
  const at = (key: string) => {
    assertKey(key)
    return sidecarPath(folder, key)
  }
  const signed = (access: SignedAccess, expiresSeconds: number) => {
    assertKey(access.key)
    const expires = Math.floor(now().getTime() / 1_000) + expiresSeconds
    return { url: baseUrl + signPath(access, expires, signingKey), expiresAt: new Date(expires * 1_000) }
  }
  return {
    async put(key, body, { contentType }) {
      return writeBlob(at(key), toStream(body), contentType)
    },
    async get(key) {
      const opened = await openBlob(at(key))
      return opened && { body: opened.file.createReadStream(), ...describe(opened.sidecar) }
    },
    async stat(key) {
      const sidecar = await readSidecar(at(key))
      return sidecar && describe(sidecar)
    },
    async remove(key) {
      const file = at(key)
      const sidecar = await readSidecar(file)
      await rm(file, { force: true })
      if (sidecar) await rm(path.join(path.dirname(file), sidecar.blob), { force: true })
    },
    async uploadUrl(key, { contentType, size, expiresSeconds }) {
      const type = contentType === undefined ? {} : { contentType }
      const slot = signed({ method: 'PUT', key, size, ...type }, expiresSeconds)
      return {
        ...slot,
        method: 'PUT',
        headers: uploadHeaders(size, contentType),
      }
    },
    async downloadUrl(key, { expiresSeconds, filename }) {
      return signed({ method: 'GET', key, ...(filename !== undefined && { filename }) }, expiresSeconds).url
    },
    verify(method, path, query, at) {
      return verifyPath({ method, path, query, now: at }, signingKey)
    },
    async removeOlderThan(before, prefix) {
      const root = prefix === undefined ? folder : path.join(folder, prefix)
      let removed = 0
      for (const name of await readdir(root, { recursive: true }).catch(() => [])) {
        if (await removeIfOlder(path.join(root, name), before)) removed++
      }
      return removed
    },
  }
}

/** Opens the blob of a sidecar. An open file can be read to its end, even if it is replaced or removed meanwhile. */
async function openBlob(file: string): Promise<{ file: FileHandle; sidecar: Sidecar } | null> {
  const sidecar = await readSidecar(file)
  if (sidecar === null) return null
  try {
    return { file: await open(path.join(path.dirname(file), sidecar.blob)), sidecar }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

function describe({ size, contentType }: Sidecar) {
  return { size, contentType }
}

async function removeIfOlder(file: string, before: Date): Promise<boolean> {
  const entry = await stat(file).catch(() => null)
  if (entry === null || !entry.isFile() || entry.mtime >= before) return false
  await rm(file, { force: true })
  return true
}
