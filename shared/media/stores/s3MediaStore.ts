import { pipeline, Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { attachment } from './disposition.ts'
import { assertKey } from './key.ts'
import { Meter, toStream } from './meter.ts'
import { type NewObject, uploadStream } from './multipart.ts'
import {
  type MediaStore,
  type PutResult,
  UNKNOWN_TYPE,
  type UploadOptions,
  type UploadSlot,
  uploadHeaders,
} from './store.ts'

/** Opens a store in a bucket of the process's AWS account. */
export function openS3MediaStore(options: { bucket: string; region: string }): MediaStore {
  const client = new S3Client({
    region: options.region,
    // By default, the SDK waits without limit. `socketTimeout` limits the time without a byte, and not the time of a whole file.
    requestHandler: { connectionTimeout: 2_000, socketTimeout: 20_000 },
  })
  return s3MediaStore({ client, bucket: options.bucket })
}

/** Returns a store in a bucket, below `prefix` (such as `media/`). The bucket itself has the settings for encryption and expiry. */
export function s3MediaStore(options: { client: S3Client; bucket: string; prefix?: string }): MediaStore {
  const { client, bucket, prefix = '' } = options
  const at = (key: string) => {
    assertKey(key)
    return { Bucket: bucket, Key: prefix + key }
  }
  return {
    async put(key, body, { contentType }) {
      const params = { ...at(key), ContentType: contentType }
      return upload(client, params, toStream(body))
    },
    async get(key) {
      const object = await orNull(client.send(new GetObjectCommand(at(key))))
      if (!(object?.Body instanceof Readable)) return null
      return { body: object.Body, ...describe(object) }
    },
    async stat(key) {
      const object = await orNull(client.send(new HeadObjectCommand(at(key))))
      return object && describe(object)
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(at(key)))
    },
    async uploadUrl(key, options) {
      return signUpload(client, at(key), options)
    },
    async downloadUrl(key, { expiresSeconds, filename }) {
      const command = new GetObjectCommand({
        ...at(key),
        ResponseContentDisposition: attachment(filename),
      })
      return getSignedUrl(client, command, { expiresIn: expiresSeconds })
    },
  }
}

type Place = { Bucket: string; Key: string }

async function upload(client: S3Client, object: NewObject, source: Readable): Promise<PutResult> {
  const meter = new Meter()
  // An error of the source reaches the reader of the meter.
  pipeline(source, meter, () => undefined)
  try {
    await uploadStream(client, object, meter)
  } finally {
    // If S3 fails, the source must not wait for a reader that has stopped.
    meter.destroy()
  }
  return meter.result()
}

async function signUpload(
  client: S3Client,
  place: Place,
  { contentType, size, expiresSeconds }: UploadOptions,
): Promise<UploadSlot> {
  const command = new PutObjectCommand({
    ...place,
    // The presigner signs this header, so that S3 refuses a body of another length.
    ContentLength: size,
    ...(contentType !== undefined && { ContentType: contentType }),
  })
  withoutChecksum(command)
  const expiresAt = new Date(Date.now() + expiresSeconds * 1_000)
  const url = await getSignedUrl(client, command, {
    expiresIn: expiresSeconds,
    ...(contentType !== undefined && { signableHeaders: new Set(['content-type']) }),
  })
  return {
    url,
    method: 'PUT',
    headers: uploadHeaders(size, contentType),
    expiresAt,
  }
}

/** Removes the checksum. The SDK would sign the checksum of an empty body, and S3 would refuse the real body. */
function withoutChecksum(command: PutObjectCommand): void {
  command.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }
      delete headers['x-amz-checksum-crc32']
      delete headers['x-amz-sdk-checksum-algorithm']
      return next(args)
    },
    { step: 'build', priority: 'low', name: 'withoutChecksum' },
  )
}

function describe(object: { ContentLength?: number | undefined; ContentType?: string | undefined }) {
  return { size: object.ContentLength ?? 0, contentType: object.ContentType ?? UNKNOWN_TYPE }
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof NotFound || error instanceof NoSuchKey) return null
    throw error
  }
}
