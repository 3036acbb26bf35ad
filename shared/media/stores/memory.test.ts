import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { measureHeldBytes } from 'vesper-sandbox/held-bytes'
import { expect, it, onTestFinished } from 'vitest'
import { serveHttp } from '#shared/http/testing.ts'
import { ingest, type MediaStore } from '../index.ts'
import { s3MediaStore } from './s3MediaStore.ts'
import { bytes, startFileStore } from './testing.ts'

const MiB = 1024 * 1024
const SIZE = 40 * MiB

/** Starts S3 in a separate process, because the stand-in keeps all files in memory. */
async function startFarS3(): Promise<MediaStore> {
  const script = `import { startFauxqs } from 'fauxqs'
    console.log((await startFauxqs({ port: 0, logger: false })).address)`
  const server = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  onTestFinished(() => void server.kill())
  const [address] = await once(server.stdout.setEncoding('utf8'), 'data')
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: String(address).trim(),
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  await client.send(new CreateBucketCommand({ Bucket: 'media' }))
  return s3MediaStore({ client, bucket: 'media' })
}

async function startNearFiles(): Promise<MediaStore> {
  const { store, stop } = await startFileStore()
  onTestFinished(stop)
  return store
}

it.each([
  ['S3', startFarS3],
  ['files', startNearFiles],
])('stores 40 MB from a URL in %s and reads them back with little memory', async (_driver, start) => {
  const store = await start()
  const server = await serveHttp((request, response) => {
    bytes(Number(request.url?.slice(1))).pipe(response)
  })
  const take = async (size: number) => {
    const url = `${server.url}/${size}`
    const source = { kind: 'url' as const, url, policy: { allowHttp: true, allowPrivate: true } }
    expect((await ingest({ store, key: `apps/a/${size}`, kind: 'document', source })).size).toBe(size)
  }
  const give = async (size: number) => {
    const media = await store.get(`apps/a/${size}`)
    let read = 0
    for await (const chunk of media?.body ?? []) read += (chunk as Buffer).length
    expect(read).toBe(size)
  }
  // The first run allocates memory for the code itself, which the test must not measure.
  await take(6 * MiB)
  await give(6 * MiB)
  expect(await measureHeldBytes(() => take(SIZE))).toBeLessThan(20 * MiB)
  expect(await measureHeldBytes(() => give(SIZE))).toBeLessThan(20 * MiB)
})
