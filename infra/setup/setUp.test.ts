import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { deploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { startAws } from '../../e2e/support/aws.ts'
import { createDatabase, type DatabaseAddress } from '../../e2e/support/database.ts'
import type { Given } from './config.ts'
import type { Ask } from './questions.ts'
import { openSecretStore } from './secretStore.ts'
import { setUp } from './setUp.ts'

let database: DatabaseAddress
beforeAll(async () => {
  database = await createDatabase()
})

/** Starts a stand-in for Upstash with QStash's keys and Redis' SET, each with its own token. */
async function startUpstash(): Promise<string> {
  const answers: Record<string, (request: IncomingMessage) => Promise<object>> = {
    'GET /v2/keys Bearer qstash-token': async () => ({ current: 'sig_1', next: 'sig_2' }),
    'POST / Bearer redis-token': async (request) => {
      const [command] = (await json(request)) as string[]
      return command === 'set' ? { result: 'OK' } : { error: 'ERR' }
    },
  }
  const server = createServer(async (request, response) => {
    const answer = answers[`${request.method} ${request.url} ${request.headers.authorization}`]
    response
      .writeHead(answer ? 200 : 401)
      .end(JSON.stringify(answer ? await answer(request) : { error: 'no' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Starts a deployment whose secret has no value, with valid credentials. */
async function deployment() {
  let secret: string | undefined
  const aws = await startAws({
    'secretsmanager.GetSecretValue': () => {
      if (secret !== undefined) return { SecretString: secret }
      throw Object.assign(new Error(), { name: 'ResourceNotFoundException' })
    },
    'secretsmanager.PutSecretValue': ({ SecretString }) => {
      secret = SecretString
      return {}
    },
  })
  onTestFinished(() => aws.stop())
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' }
  const client = new SecretsManagerClient({ endpoint: aws.endpoint, region: 'eu-central-1', credentials })
  const upstash = await startUpstash()
  const given: Given = {
    ...database,
    QSTASH_URL: upstash,
    QSTASH_TOKEN: 'qstash-token',
    UPSTASH_REDIS_REST_URL: upstash,
    UPSTASH_REDIS_REST_TOKEN: 'redis-token',
  }
  const said: string[] = []
  return {
    given,
    said,
    written: () => JSON.parse(secret ?? '{}'),
    run: (changes: Given = {}, ask?: Ask) =>
      setUp({
        given: { ...given, ...changes },
        store: openSecretStore(client, 'arn'),
        say: (line) => said.push(line),
        ...(ask && { ask }),
      }),
  }
}

it("writes a valid secret with QStash's signing keys after all credentials are proved", async () => {
  const { run, written, said, given } = await deployment()
  await run()
  expect(deploymentSecret.parse(written())).toEqual(written())
  expect(written()).toMatchObject({
    DATABASE_URL: given.DATABASE_URL,
    DATABASE_URL_DIRECT: given.DATABASE_URL,
    QSTASH_CURRENT_SIGNING_KEY: 'sig_1',
    QSTASH_NEXT_SIGNING_KEY: 'sig_2',
    VESPER_ADMIN_TOKEN: expect.stringMatching(/^vsa_.{40,}/),
  })
  expect(said[0]).toMatch(/^Neon: PostgreSQL \d+$/)
  expect(said.join('\n')).not.toContain(written().VESPER_ADMIN_TOKEN)
})

it.each([
  [
    'Neon',
    { DATABASE_URL: 'postgres://nobody:hunter2@127.0.0.1:1/none', VESPER_DATABASE_PROXY: '127.0.0.1:1' },
  ],
  ['Neon', { DATABASE_URL_DIRECT: 'postgres://nobody:hunter2@127.0.0.1:1/none' }],
  ['QStash', { QSTASH_TOKEN: 'hunter2' }],
  ['QStash', { QSTASH_URL: 'http://127.0.0.1:1' }],
  ['Redis', { UPSTASH_REDIS_REST_TOKEN: 'hunter2' }],
])('writes nothing if %s refuses, and prints no credential', async (service, changes) => {
  const { run, written } = await deployment()
  const running = run(changes)
  await expect(running).rejects.toThrow(new RegExp(`^${service}: `))
  await expect(running).rejects.not.toThrow(/hunter2/)
  expect(written()).toEqual({})
})

it('asks for missing values, hides secret ones, and keeps the value of an empty answer', async () => {
  const { run, written, given } = await deployment()
  await run()
  const before = written()
  const asked: Record<string, boolean> = {}
  await run({ QSTASH_TOKEN: undefined, UPSTASH_REDIS_REST_URL: undefined }, async (question, { hidden }) => {
    asked[question.split(':')[0] ?? ''] = hidden
    return ''
  })
  expect(asked).toEqual({ Neon: true, QStash: true, Redis: false })
  expect(written()).toEqual(before)
  expect(before.UPSTASH_REDIS_REST_URL).toBe(given.UPSTASH_REDIS_REST_URL)
})

it('names a missing value if there is no terminal', async () => {
  const { run } = await deployment()
  await expect(run({ QSTASH_TOKEN: undefined })).rejects.toThrow(/^QSTASH_TOKEN is needed/)
})
