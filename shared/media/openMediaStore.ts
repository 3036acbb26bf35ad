import type { MediaEnvironment } from '#shared/contracts/environment.ts'
import { bucketWhenUsed, type FileMediaStore, fileMediaStore, type MediaStore } from './stores/index.ts'

/** Opens the store of a runtime's environment: a bucket in the cloud, or a folder on one machine. */
export function openMediaStore(environment: MediaEnvironment): MediaStore {
  const { VESPER_MEDIA_BUCKET: bucket, AWS_REGION: region } = environment
  return bucket === undefined ? openMediaFolder(environment) : bucketWhenUsed({ bucket, region })
}

/** Opens the store of one machine. An HTTP server must serve its URLs with `answerSigned`. */
export function openMediaFolder({
  VESPER_MEDIA_DIR,
  VESPER_MEDIA_URL,
  VESPER_MEDIA_KEY,
}: MediaEnvironment): FileMediaStore {
  return fileMediaStore({
    folder: VESPER_MEDIA_DIR ?? '',
    baseUrl: VESPER_MEDIA_URL ?? '',
    signingKey: Buffer.from(VESPER_MEDIA_KEY ?? '', 'base64'),
  })
}
