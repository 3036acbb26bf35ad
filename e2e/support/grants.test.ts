import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { grantOn, untriedGrants } from './grants.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesper-grants-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function untried(runtime: 'sweeper' | 'events', source: string, tried: readonly string[]) {
  await writeFile(path.join(folder, 'index.mjs'), source)
  return await untriedGrants(runtime, new Set(tried), { folder, first: 'index.mjs' })
}

it('names each grant of a new call that no denial has tried', async () => {
  const source = 'new DeleteObjectCommand(a); new SendMessageCommand(b)'
  expect(await untried('sweeper', source, [])).toEqual([
    's3:DeleteObject',
    'sqs:SendMessage on commands',
    'sqs:SendMessage on events',
  ])
  expect(await untried('sweeper', source, ['s3:DeleteObject', 'sqs:SendMessage on events'])).toEqual([
    'sqs:SendMessage on commands',
  ])
})

it('names an exception that is out of date, because a denial has tried the grant or no call needs it', async () => {
  const mapping = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'].map(
    (action) => `${action} on events`,
  )
  const send = 'new SendMessageBatchCommand(a)'
  const tried = [...mapping, 'sqs:SendMessage on commands']
  expect(await untried('events', send, tried)).toEqual([])
  expect(await untried('events', send, [...tried, 'sqs:SendMessage on events'])).toEqual([
    'sqs:SendMessage on events',
  ])
  expect(await untried('events', '', mapping)).toEqual(['sqs:SendMessage on events'])
})

it('tells queues and secrets apart by the ends of their ARNs and URLs', () => {
  const send = (queue: string) => grantOn('sqs:SendMessage', queue)
  expect(send('http://127.0.0.1:1/local/vesper-events.fifo')).toBe('sqs:SendMessage on events')
  expect(send('vesper-commands-15.fifo')).toBe('sqs:SendMessage on commands')
  expect(send('vesper-commands-dead-letters.fifo')).toBe('sqs:SendMessage on dead letters')
  expect(grantOn('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:x:1:secret:edge')).toBe(
    'secretsmanager:GetSecretValue on secret of the edge',
  )
  expect(grantOn('kms:Decrypt via secretsmanager', 'arn:aws:secretsmanager:x:1:secret:edge')).toBe(
    'kms:Decrypt via secretsmanager',
  )
  expect(grantOn('cloudfront:GetDistribution', 'distribution/edge')).toBe('cloudfront:GetDistribution')
})
