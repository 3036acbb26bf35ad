import { once } from '#shared/once.ts'
import { ignoreEarlyErrors } from '../ignoreEarlyErrors.ts'
import type { MediaStore } from './store.ts'

/** Returns a store in a bucket. The S3 SDK loads with the first file, because a start for a text does not need the SDK. */
export function bucketWhenUsed(options: { bucket: string; region: string }): MediaStore {
  const open = once(async () => (await import('./s3MediaStore.ts')).openS3MediaStore(options))
  return {
    async put(key, body, meta) {
      ignoreEarlyErrors(body)
      return (await open()).put(key, body, meta)
    },
    get: async (key) => (await open()).get(key),
    stat: async (key) => (await open()).stat(key),
    remove: async (key) => (await open()).remove(key),
    uploadUrl: async (key, slot) => (await open()).uploadUrl(key, slot),
    downloadUrl: async (key, access) => (await open()).downloadUrl(key, access),
  }
}
