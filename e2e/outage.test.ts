import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { localEnvironment } from '#local/config.ts'
import { type LocalDatabase, startDatabase } from '#local/database/database.ts'
import { type LocalGateway, startGateway } from '#local/gateway.ts'
import { hands } from './support/gateway.ts'

// This file has its own database and queue, because it stops them.
let folder = ''
let database: LocalDatabase
let gateway: LocalGateway

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesper-outage-'))
  database = await startDatabase({ folder, partitions: 4, unsafe: true })
  const config = {
    VESPER_DATA_DIR: folder,
    PORT: '0',
    VESPER_SANDBOX_PORT: '0',
    VESPER_SANDBOX_SMALL_UPLOADS: 'true',
    LOG_LEVEL: 'silent',
    VESPER_RATE_LIMIT: '1000000',
  }
  gateway = await startGateway(localEnvironment.parse(config), database.environment)
})

afterAll(async () => {
  await gateway?.stop()
  await database?.stop()
  await rm(folder, { recursive: true, force: true })
})

it('answers 503 while the queue is down, and accepts nothing', async () => {
  const { api, pair, phones } = hands(gateway)
  const { id: session } = await pair()
  const customer = await phones.create()
  const before = (await api('GET', `/sessions/${session}`)).body.data
  await gateway.parts.sqs.stop()

  const send = await api('POST', '/messages/send/text', { session, to: customer, text: 'nothing' })
  expect([send.status, send.body.error.code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
  expect((await api('GET', `/messages/${session}`)).body.data).toEqual([])

  expect((await api('POST', '/sessions', { name: 'no queue' })).status).toBe(503)
  expect((await api('GET', '/sessions')).body.data).toHaveLength(1)
  expect((await api('POST', `/sessions/${session}/restart`)).status).toBe(503)
  expect((await api('GET', `/sessions/${session}`)).body.data).toMatchObject({ status: before.status })
  // A deletion needs no queue, because the connector finds it in the session's row.
  expect((await api('DELETE', `/sessions/${session}`)).status).toBe(200)
  expect((await api('GET', `/sessions/${session}`)).status).toBe(404)
})

it('answers 503 without SQL while the database is down, and is alive but not ready', async () => {
  const { api } = hands(gateway)
  await database.stop()
  for (const [method, path_, body] of [
    ['GET', '/sessions', undefined],
    ['POST', '/sessions', { name: 'no database' }],
    ['GET', '/health/ready', undefined],
  ] as const) {
    const answer = await api(method, path_, body)
    expect([path_, answer.status, answer.body.error.code]).toEqual([path_, 503, 'SERVICE_UNAVAILABLE'])
    expect(JSON.stringify(answer.body)).not.toMatch(/select|insert|ECONNREFUSED|postgres/i)
  }
  expect((await api('GET', '/health')).status).toBe(200)
})
