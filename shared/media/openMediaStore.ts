import type { MediaEnvironment } from '#shared/contracts/environment.ts'
import { bucketWhenUsed, type FileMediaStore, fileMediaStore, type MediaStore } from './stores/index.ts'

/** The store that a runtime's environment names: a bucket in the cloud, a folder on one machine. */
export function openMediaStore(environment: MediaEnvironment): MediaStore {
  const { VESPER_MEDIA_BUCKET: bucket, AWS_REGION: region } = environment
  return bucket === undefined ? openMediaFolder(environment) : bucketWhenUsed({ bucket, region })
}

/** The store of one machine; somebody has to serve its URLs, see `answerSigned`. */
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
