import { S3Client } from '@aws-sdk/client-s3'
import type { MediaEnvironment } from '#shared/contracts/environment.ts'
import { type FileMediaStore, fileMediaStore, type MediaStore, s3MediaStore } from './stores/index.ts'

/** The store that a runtime's environment names: a bucket in the cloud, a folder on one machine. */
export function openMediaStore(environment: MediaEnvironment): MediaStore {
  if (environment.VESPER_MEDIA_BUCKET === undefined) return openMediaFolder(environment)
  return s3MediaStore({
    client: new S3Client({ region: environment.AWS_REGION }),
    bucket: environment.VESPER_MEDIA_BUCKET,
  })
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
