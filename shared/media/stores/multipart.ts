import type { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'

/** Minimum size of a part in S3. */
const PART_BYTES = 5 * 1024 * 1024

/** Parameters of the upload and of its parts. S3 refuses a part with a checksum that the upload did not announce. */
const CHECKSUM = { ChecksumAlgorithm: 'CRC32' } as const

export interface NewObject {
  Bucket: string
  Key: string
  ContentType: string
}

/**
 * Streams an object into S3: small objects in one request, and larger objects in parts. The parts become an object with the last call.
 * lib-storage is not used: it allocates memory for each part, in total 55 MB for a file of 100 MB. This function needs 5 MB.
 */
export async function uploadStream(client: S3Client, object: NewObject, body: Readable): Promise<void> {
  const parts = inParts(body)
  const first = await parts.next()
  if (first.done) return
  if (first.value.isLast) {
    await client.send(new PutObjectCommand({ ...object, ...CHECKSUM, Body: first.value.data }))
    return
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...object, ...CHECKSUM }))
  const upload = { Bucket: object.Bucket, Key: object.Key, UploadId }
  try {
    const completed = [await uploadPart(client, upload, 1, first.value.data)]
    for await (const { data } of parts) {
      completed.push(await uploadPart(client, upload, completed.length + 1, data))
    }
    await client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: completed } }),
    )
  } catch (error) {
    // Parts without an object cost money until the abort. If the abort fails, the life-cycle rule of the bucket removes the parts.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined)
    throw error
  }
}

async function uploadPart(
  client: S3Client,
  upload: { Bucket: string; Key: string; UploadId: string | undefined },
  PartNumber: number,
  Body: Buffer,
): Promise<CompletedPart> {
  const { ETag, ChecksumCRC32 } = await client.send(
    new UploadPartCommand({ ...upload, ...CHECKSUM, PartNumber, Body }),
  )
  return { PartNumber, ETag, ChecksumCRC32 }
}

/** Splits a stream into parts of `PART_BYTES`. The last part may be shorter or empty. All parts share one buffer: use each before the next. */
async function* inParts(body: Readable): AsyncGenerator<{ data: Buffer; isLast: boolean }> {
  const buffer = Buffer.allocUnsafe(PART_BYTES)
  let filled = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    for (let from = 0; from < chunk.length; ) {
      if (filled === PART_BYTES) {
        yield { data: buffer, isLast: false }
        filled = 0
      }
      const copied = chunk.copy(buffer, filled, from)
      filled += copied
      from += copied
    }
  }
  yield { data: buffer.subarray(0, filled), isLast: true }
}
