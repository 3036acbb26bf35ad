import { randomBytes } from 'node:crypto'
import { KMSClient } from '@aws-sdk/client-kms'
import { expect, it, onTestFinished } from 'vitest'
import { startAws } from '../../e2e/support/aws.ts'
import { kmsOperations } from '../../e2e/support/kms.ts'
import { kmsKeyring } from './kmsKeyring.ts'

async function startKms() {
  const aws = await startAws(kmsOperations())
  onTestFinished(() => aws.stop())
  const client = new KMSClient({
    endpoint: aws.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  })
  let nowMs = 0
  const open = () => kmsKeyring({ client, keyId: 'alias/vesper', now: () => nowMs })
  return { aws, open, advance: (ms: number) => (nowMs += ms) }
}

it('creates data keys that another host unwraps, in the same context only', async () => {
  const { open } = await startKms()
  const { key, wrapped } = await open().createDataKey('session 1')
  expect(key).toHaveLength(32)
  expect(await open().unwrap(wrapped, 'session 1')).toEqual(key)
  expect(wrapped.includes(key)).toBe(false)
  await expect(open().unwrap(wrapped, 'session 2')).rejects.toThrow(
    expect.objectContaining({ name: 'InvalidCiphertextException' }),
  )
})

it('calls KMS once for a key with many uses, and again after five minutes', async () => {
  const { aws, open, advance } = await startKms()
  const { wrapped } = await open().createDataKey('session')
  const other = open()
  await Promise.all([1, 2, 3].map(() => other.unwrap(wrapped, 'session')))
  advance(5 * 60_000 - 1)
  await other.unwrap(wrapped, 'session')
  const decrypts = () => aws.called.filter((name) => name.endsWith('Decrypt')).length
  expect(decrypts()).toBe(1)
  advance(1)
  await other.unwrap(wrapped, 'session')
  expect(decrypts()).toBe(2)
})

it('calls KMS again after a refusal', async () => {
  const { aws, open } = await startKms()
  const keyring = open()
  for (const _ of [1, 2]) await expect(keyring.unwrap(randomBytes(60), 'session')).rejects.toThrow()
  expect(aws.called).toHaveLength(2)
})
