import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { sql } from 'drizzle-orm'
import { startFauxqs } from 'fauxqs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, erasedFiles, messages } from '#shared/database/index.ts'
import { commandQueueUrl, SqsClient } from '#shared/queues/index.ts'
import { startAws } from './support/aws.ts'
import { eventually } from './support/eventually.ts'
import { picture } from './support/files.ts'
import { sendText, useGateway, waitForMessage, waitForStatus } from './support/gateway.ts'
import { untriedGrants } from './support/grants.ts'
import { kmsOperations } from './support/kms.ts'
import { readQr } from './support/qr.ts'
import { startReceiver } from './support/receiver.ts'
import { type StrictAws, startStrictAws } from './support/strictAws.ts'

const gateway = useGateway()
const closing: (() => unknown)[] = []
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
let aws: StrictAws
let s3: S3Client
let db: Database
let connector: Awaited<ReturnType<typeof startConnector>>
let session: { id: string; phone: string }

beforeAll(async () => {
  const store = await startFauxqs({ port: 0, logger: false })
  const operations = await startAws({
    ...kmsOperations(),
    'secretsmanager.GetSecretValue': () => ({ SecretString: '{}' }),
  })
  s3 = new S3Client({ region: 'us-east-1', endpoint: store.address, forcePathStyle: true, credentials })
  await s3.send(new CreateBucketCommand({ Bucket: 'media' }))
  aws = await startStrictAws({
    sqs: gateway.parts.sqs.environment.AWS_ENDPOINT_URL_SQS,
    s3: store.address,
    kms: operations.endpoint,
    secretsmanager: operations.endpoint,
  })
  closing.push(
    aws.stop,
    operations.stop,
    () => s3.destroy(),
    () => store.stop(),
  )
  db = gateway.services.db
  await Promise.all(gateway.connectors.map((one) => one.stop()))
})
afterAll(async () => {
  connector?.child.kill('SIGKILL')
  for (const close of closing) await close()
})

/** Starts a connector with a KMS key, a bucket and the role `connector`. */
async function startConnector() {
  const { VESPER_MASTER_KEY_FILE: _, ...environment } = gateway.connectorEnvironment
  const child = spawn(process.execPath, [process.env.VESPER_CONNECTOR_MAIN ?? ''], {
    env: {
      ...environment,
      ...aws.environmentOf('connector'),
      VESPER_KMS_KEY_ID: 'alias/vesper',
      VESPER_MEDIA_BUCKET: 'media',
      VESPER_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:vesper',
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
  return { child: child as ChildProcess, log: () => log }
}

/** Runs a step while permissions are denied, and expects that the connector needed each and that its log names each. */
async function denied<T>(permissions: readonly string[], run: () => Promise<T>): Promise<T> {
  const from = connector.log().length
  const before = aws.refused.length
  const allows = permissions.map((permission) => aws.deny('connector', permission))
  try {
    const result = await run()
    for (const permission of permissions) {
      await eventually(async () => aws.refused.slice(before).includes(`connector ${permission}`))
      await eventually(async () =>
        connector.log().slice(from).includes(`not authorized to perform: ${permission}`),
      )
    }
    return result
  } finally {
    for (const allow of allows) allow()
  }
}

const say = async (customer: string) => await sendText(gateway.api, session.id, customer, 'hello')
const isSent = (id: string) => waitForMessage(gateway.api, session.id, id, ['SENT', 'DELIVERED', 'READ'])

it.each(['secretsmanager:GetSecretValue', 'kms:Decrypt via secretsmanager'])(
  'does not start without %s, and names the permission',
  async (permission) => {
    const allow = aws.deny('connector', permission)
    const { child, log } = await startConnector()
    const [code] = await once(child, 'close')
    allow()
    expect([code, log()]).toEqual([1, expect.stringContaining(`not authorized to perform: ${permission}`)])
  },
)

it('links no phone without kms:GenerateDataKey, and links one afterwards', async () => {
  connector = await startConnector()
  const phone = await gateway.phones.create()
  const id = await denied(['kms:GenerateDataKey'], async () => {
    const { body } = await gateway.api('POST', '/sessions', { name: 'denied' })
    return body.data.id as string
  })
  await gateway.phones.scanShown(phone, () => readQr(gateway.api, id))
  await waitForStatus(gateway.api, id, 'connected')
  session = { id, phone }
})

it('sends a message once, after sqs:ReceiveMessage is allowed again', async () => {
  const customer = await gateway.phones.create()
  const id = await denied(['sqs:ReceiveMessage'], () => say(customer))
  await isSent(id)
  expect(await gateway.phones.shown(customer)).toMatchObject([{ id, copies: 1 }])
})

it('sends a message once, also if it may neither delete nor release the command', async () => {
  const customer = await gateway.phones.create()
  const id = await denied(['sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'], () => say(customer))
  await isSent(id)
  await eventually(async () => !gateway.parts.sqs.bodiesIn('commands').join().includes(id))
  expect(await gateway.phones.shown(customer)).toMatchObject([{ id, copies: 1 }])
})

it('publishes an event after sqs:SendMessage is allowed again', async () => {
  const customer = await gateway.phones.create()
  const receiver = await startReceiver()
  const webhook = await gateway.api('POST', '/webhooks', { url: receiver.url, events: ['message.received'] })
  const { id } = await denied(['sqs:SendMessage'], () => gateway.phones.write(customer, session.phone, 'hi'))
  expect(connector.log()).toContain('events.not_enqueued')
  await receiver.waitForEvent('message.received', ({ data }) => data.id === id)
  await gateway.api('DELETE', `/webhooks/${webhook.body.data.id}`)
})

it('keeps a command that it may not send to the dead letters', async () => {
  const { environment } = gateway.parts.sqs
  const sqs = new SqsClient(environment)
  const QueueUrl = commandQueueUrl(environment, 0)
  await denied(['sqs:SendMessage'], () =>
    sqs.send('SendMessage', {
      QueueUrl,
      MessageBody: 'unreadable',
      MessageGroupId: 'g',
      MessageDeduplicationId: 'd',
    }),
  )
  sqs.destroy()
  expect(connector.log()).toContain('command.not_settled')
  await eventually(async () => gateway.parts.sqs.bodiesIn('deadLetters').includes('unreadable'))
})

/** Writes a file from a phone to the session. */
async function writeFile(customer: string, type: 'image' | 'document', body: Buffer): Promise<string> {
  const url = `${gateway.info.sandbox?.phonesUrl}/phones/${customer}/media?type=${type}&to=${session.phone}`
  const written = await fetch(url, { method: 'POST', body })
  return ((await written.json()) as { id: string }).id
}

async function mediaOf(id: string) {
  const [row] = await db.select().from(messages).where(sql`id = ${id}`)
  return row?.media
}
const filesInBucket = async () => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'media' }))
  return Contents.map(({ Key }) => Key)
}

it.each([
  ['a file', ['s3:PutObject'], 'image', 0],
  ['a file', ['kms:GenerateDataKey via s3'], 'image', 0],
  ['a large file', ['kms:Decrypt via s3', 's3:AbortMultipartUpload'], 'document', 6 * 1024 * 1024],
] as const)('stores %s once, after %s is allowed again', async (_what, permissions, type, more) => {
  const customer = await gateway.phones.create()
  const file = Buffer.concat([await picture('png'), Buffer.alloc(more)])
  const before = await filesInBucket()
  const [needed, ...others] = permissions
  const allows = others.map((permission) => aws.deny('connector', permission))
  const id = await denied([needed], () => writeFile(customer, type, file))
  for (const allow of allows) allow()
  for (const permission of others) expect(aws.refused).toContain(`connector ${permission}`)
  expect(connector.log()).toContain('media.fetch_failed')
  await eventually(async () => (await mediaOf(id))?.state === 'stored')
  expect(await filesInBucket()).toHaveLength(before.length + 1)
})

it('leaves the file of a revoked message to the sweeper without s3:DeleteObject', async () => {
  const customer = await gateway.phones.create()
  const before = await filesInBucket()
  const body = await picture('png')
  await denied(['s3:DeleteObject'], async () => {
    const id = await denied(['s3:PutObject'], async () => {
      const written = await writeFile(customer, 'image', body)
      await eventually(async () => (await mediaOf(written)) !== undefined)
      await gateway.phones.call('POST', `/phones/${customer}/messages`, {
        type: 'revoke',
        messageId: written,
      })
      await eventually(async () => {
        const [row] = await db.select().from(messages).where(sql`id = ${written}`)
        return row?.deletedAt != null
      })
      return written
    })
    expect(await mediaOf(id)).not.toMatchObject({ state: 'stored' })
  })
  const left = (await filesInBucket()).filter((key) => !before.includes(key))
  expect(left).toHaveLength(1)
  await eventually(async () => {
    const rows = await db.select().from(erasedFiles)
    return rows.some(({ key }) => key === left[0])
  })
})

it.each([['s3:GetObject'], ['kms:Decrypt via s3']])(
  'sends a picture after %s is allowed again',
  async (permission) => {
    const customer = await gateway.phones.create()
    const base64 = (await picture('png')).toString('base64')
    const send = async () => {
      const { key } = (
        await gateway.api('POST', '/messages/send/image', { session: session.id, to: customer, base64 })
      ).body.data
      const [row] = await db.select().from(messages).where(sql`id = ${key.id}`)
      // The API of this gateway keeps files in a folder.
      const Key = row?.media?.state === 'stored' ? row.media.key : ''
      const Body = Buffer.from(base64, 'base64')
      await s3.send(new PutObjectCommand({ Bucket: 'media', Key, Body, ContentType: 'image/png' }))
      return key.id as string
    }
    // The connector waits for the right to read the file, until the file is in the bucket.
    const id = await denied([permission], () =>
      permission === 's3:GetObject' ? send() : denied(['s3:GetObject'], send),
    )
    await isSent(id)
  },
)

it('keeps a message whose file it cannot see without s3:ListBucket, and fails the message afterwards if the file is gone', async () => {
  const customer = await gateway.phones.create()
  const base64 = (await picture('png')).toString('base64')
  const id = await denied(['s3:ListBucket'], async () => {
    // The API of this gateway keeps files in a folder, so that the bucket lacks this file.
    const picture = { session: session.id, to: customer, base64 }
    return (await gateway.api('POST', '/messages/send/image', picture)).body.data.key.id as string
  })
  const message = await waitForMessage(gateway.api, session.id, id, ['FAILED'])
  expect(message.reason).toBe('media_unavailable')
})

it('connects a session after kms:Decrypt is allowed again, and sends what was accepted meanwhile', async () => {
  connector.child.kill('SIGKILL')
  const customer = await gateway.phones.create()
  const allow = aws.deny('connector', 'kms:Decrypt')
  connector = await startConnector()
  const id = await denied(['kms:Decrypt'], () => say(customer))
  allow()
  await isSent(id)
})

it('has a denial of each grant that the calls of the connector need', async () => {
  const main = path.parse(process.env.VESPER_CONNECTOR_MAIN ?? '')
  const bundle = { folder: main.dir, first: main.base }
  expect(await untriedGrants('connector', aws.triedBy('connector'), bundle)).toEqual([])
})
