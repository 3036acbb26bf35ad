import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runningConnectors } from '#infra/deploy/runningConnectors.ts'
import { type Call, caller } from '../../e2e/support/client.ts'
import { connectTo } from '../../e2e/support/database.ts'
import { eventually } from '../../e2e/support/eventually.ts'
import { ADMIN_TOKEN } from '../../e2e/support/functions.ts'
import { Phones } from '../../e2e/support/phones.ts'
import { readQr } from '../../e2e/support/qr.ts'
import { outputsOf } from './deployStacks.ts'
import { takeInventory } from './inventory.ts'
import { OPTIONS } from './options.ts'
import { apiOf, functionOf, startTask } from './runtimes.ts'
import { type Cloud, startCloud } from './startCloud.ts'

const KEPT_FILE = 'apps/kept/1'
/** Tables whose rows no update of the stacks may change. */
const TABLES = ['accounts', 'apps', 'sessions', 'messages', 'webhooks', 'partitions'] as const

let cloud: Cloud
let database: ReturnType<typeof connectTo>
let phones: Phones
let api: Call
/** The session that is linked in the first test of messages. */
let session = ''

beforeAll(async () => {
  cloud = await startCloud(OPTIONS)
  database = connectTo(cloud.database)
  phones = new Phones(caller(cloud.sandbox.phonesUrl))
})
afterAll(async () => {
  await database?.close()
  await cloud?.stop()
})

async function countRows(): Promise<Record<string, unknown>> {
  const counts = TABLES.map((table) => `(select count(*)::int from ${table}) as ${table}`)
  const { rows } = await database.db.execute(`select ${counts.join(', ')}`)
  return rows[0] ?? {}
}

const openPartitions = async () => Number((await countRows()).partitions)

it('creates both stacks, and migrates the database by the deployed function before anything serves', async () => {
  expect(await cloud.setUp()).toBe('CREATE_COMPLETE')
  const { status, changes, said } = await cloud.deploy('nothing')
  expect([status, await openPartitions()]).toEqual(['CREATE_COMPLETE', 16])
  expect(said).toContain('The gateway is not deployed yet')
  const at = (pattern: RegExp) => changes.findIndex((change) => pattern.test(change))
  const schema = at(/Custom::VesperMigration \w+Schema/)
  for (const served of [
    /AWS::ECS::Service/,
    /Lambda::Function Api/,
    /Lambda::Function Jobs/,
    /Lambda::Function EventsConsumer/,
  ])
    expect(at(served)).toBeGreaterThan(schema)
  expect(changes.at(-1)).toMatch(/Custom::VesperMigration \w+Partitions/)
})

it('sends and receives by the deployed API, queues, keys, bucket and task', async () => {
  const admin = await apiOf(cloud)
  const asOperator = { authorization: `Bearer ${ADMIN_TOKEN}` }
  const account = { name: 'Example', plan: 'self_hosted', appName: 'Web shop' }
  const made = await admin('POST', '/admin/v1/accounts', account, asOperator)
  const key = await admin('POST', `/admin/v1/apps/${made.body.data.appId}/keys`, { name: 'test' }, asOperator)
  api = (method, url, body, headers) =>
    admin(method, `/api/v1${url}`, body, { ...headers, 'x-api-key': key.body.data.key })
  const webhook = await api('POST', '/webhooks', {
    url: 'https://example.com/hook',
    events: ['message.sent'],
  })
  expect(webhook.status).toBe(201)
  const task = await startTask(cloud)
  try {
    const [phone, customer] = [await phones.create(), await phones.create('Customer')]
    session = (await api('POST', '/sessions', { name: 'in the cloud' })).body.data.id
    await phones.scanShown(phone, () => readQr(api, session))
    await eventually(async () => (await api('GET', `/sessions/${session}`)).body.data.status === 'connected')
    const sent = await api('POST', '/messages/send/text', { session, to: customer, text: 'from the cloud' })
    expect((await phones.waitFor(customer, sent.body.data.key.id)).text).toBe('from the cloud')
    const file = Buffer.from('a file in the bucket').toString('base64')
    const document = { session, to: customer, base64: file, filename: 'a.txt' }
    const withFile = await api('POST', '/messages/send/document', document)
    expect(withFile.body).toMatchObject({ success: true })
    expect((await phones.waitFor(customer, withFile.body.data.key.id)).type).toBe('document')
    const { id } = await phones.write(customer, phone, 'hello cloud')
    await eventually(async () => (await api('GET', `/messages/${session}/${id}`)).body.success)
  } finally {
    await task.stop()
  }
  // The connector queued the events, and the deployed function took them from the queue.
  const { rows } = await database.db.execute('select count(*)::int as count from deliveries')
  expect(rows[0]?.count).toBeGreaterThanOrEqual(2)
})

it('keeps messages, rows, files, the secret, the topic and the addresses through each option and back', async () => {
  const customer = await phones.create('Waiting')
  const waiting = await api('POST', '/messages/send/text', {
    session,
    to: customer,
    text: 'waits in the queue',
  })
  const s3 = new S3Client({ ...cloud.moto.client, forcePathStyle: true })
  const { MediaBucket } = await outputsOf(cloud.moto, 'VesperData')
  await s3.send(new PutObjectCommand({ Bucket: MediaBucket, Key: KEPT_FILE, Body: 'kept' }))
  s3.destroy()
  const [before, rows] = [await takeInventory(cloud.moto, KEPT_FILE), await countRows()]
  expect(Object.values(before.messages)).toEqual([1])

  for (const name of Object.keys(OPTIONS).filter((option) => option !== 'nothing')) {
    if (name === 'everything') await deleteQueues(16, 17)
    const there = await cloud.deploy(name)
    expect({ name, ...there }).toMatchObject({ status: 'UPDATE_COMPLETE', reason: undefined })
    const during = await takeInventory(cloud.moto, KEPT_FILE)
    expect(during.ids).toMatchObject(before.ids)
    const back = await cloud.deploy('nothing')
    expect({ name, ...back }).toMatchObject({ status: 'UPDATE_COMPLETE', reason: undefined })
    // moto must have made each change, so that the test proves something.
    expect([...there.changes, ...back.changes].filter((change) => change.startsWith('IGNORED'))).toEqual([])
    expect(await takeInventory(cloud.moto, KEPT_FILE)).toEqual(before)
    expect(await countRows()).toEqual(rows)
  }

  const task = await startTask(cloud)
  try {
    const shown = await phones.waitFor(customer, waiting.body.data.key.id)
    expect([shown.text, shown.copies]).toEqual(['waits in the queue', 1])
  } finally {
    await task.stop()
  }
})

/** Deletes the queues that closed partitions left behind, as docs/deploy.md says. */
async function deleteQueues(...partitions: number[]): Promise<void> {
  const sqs = new SQSClient(cloud.moto.client)
  for (const partition of partitions)
    await sqs.send(
      new DeleteQueueCommand({
        QueueUrl: `${cloud.moto.endpoint}/123456789012/vesper-commands-${partition}.fifo`,
      }),
    )
  sqs.destroy()
}

it('goes back from a deploy that fails at the queue of a closed partition, and deploys after its deletion', async () => {
  const before = await takeInventory(cloud.moto, KEPT_FILE)
  await deleteQueues(16)
  const failed = await cloud.deploy('partitions')
  expect(failed.status).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(failed.reason).toMatch(/vesper-commands-17\.fifo already exists/)
  // The update that created the queue of partition 16 deletes the queue again.
  expect(failed.changes).toContainEqual(expect.stringMatching(/^DELETE AWS::SQS::Queue CommandsPartition16/))
  expect(await openPartitions()).toBe(16)
  expect(await takeInventory(cloud.moto, KEPT_FILE)).toEqual(before)
  expect((await api('GET', '/sessions')).status).toBe(200)
  await deleteQueues(17)
  expect([(await cloud.deploy('partitions')).status, await openPartitions()]).toEqual(['UPDATE_COMPLETE', 18])
})

it('reads the number of connectors that the autoscaling set, and a deploy keeps it', async () => {
  const clients = {
    cloudFormation: new CloudFormationClient(cloud.moto.client),
    ecs: new ECSClient(cloud.moto.client),
  }
  const { Cluster, Service } = await outputsOf(cloud.moto, 'VesperGateway')
  await clients.ecs.send(new UpdateServiceCommand({ cluster: Cluster, service: Service, desiredCount: 3 }))
  expect(await runningConnectors(clients, 'VesperGateway')).toBe(3)
  expect((await cloud.deploy('sizes')).status).toBe('UPDATE_COMPLETE')
  expect(await runningConnectors(clients, 'VesperGateway')).toBe(3)
  for (const client of Object.values(clients)) client.destroy()
})

it('sleeps by the deployed sweeper, stays asleep in a deploy, and wakes by the deployed API', async () => {
  const clients = { ecs: new ECSClient(cloud.moto.client), events: new EventBridgeClient(cloud.moto.client) }
  const { Cluster = '', Service = '' } = await outputsOf(cloud.moto, 'VesperGateway')
  const state = async () => {
    const { services } = await clients.ecs.send(
      new DescribeServicesCommand({ cluster: Cluster, services: [Service] }),
    )
    const rule = await clients.events.send(new DescribeRuleCommand({ Name: 'vesper-sweeps' }))
    return [services?.[0]?.desiredCount, rule.State]
  }
  await cloud.deploy('nothing')
  await database.db.execute('delete from sessions')
  await database.db.execute('update events set published_at = now(), handled_at = now()')
  await database.db.execute("update deliveries set state = 'failed'")
  await database.db.execute(
    "update sleep set unused_since = now() - interval '1 hour', parked_since = now() - interval '1 hour', asleep_since = now() - interval '1 hour'",
  )
  await (await functionOf(cloud.moto, 'sweeper'))({})
  expect(await state()).toEqual([0, 'DISABLED'])
  expect((await cloud.deploy('small')).status).toBe('UPDATE_COMPLETE')
  expect(await state()).toEqual([0, 'DISABLED'])
  const admin = await apiOf(cloud)
  const account = { name: 'Another', plan: 'self_hosted', appName: 'Another' }
  await admin('POST', '/admin/v1/accounts', account, { authorization: `Bearer ${ADMIN_TOKEN}` })
  expect(await state()).toEqual([0, 'ENABLED'])
  const made = await api('POST', '/sessions', { name: 'the first one' })
  expect([made.status, made.body.data.reason]).toEqual([201, 'connector_starting'])
  expect(await state()).toEqual([1, 'ENABLED'])
  for (const client of Object.values(clients)) client.destroy()
})
