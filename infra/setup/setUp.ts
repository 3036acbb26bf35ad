import { randomBytes } from 'node:crypto'
import { type DeploymentSecret, deploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import type { Given } from './config.ts'
import { type Ask, collect } from './questions.ts'
import type { SecretStore } from './secretStore.ts'
import { verifyDatabase, verifyDirect, verifyQStash, verifyRedis } from './verifyCredentials.ts'

export interface SetUpOptions {
  given: Given
  store: SecretStore
  /** None: nobody is there to be asked. */
  ask?: Ask
  say(line: string): void
}

/**
 * Collects what is secret of a deployment, proves each by a call, and writes it. Nothing is written unless all of it works. A
 * second run keeps what it is not given anew, and so rotates one credential.
 * @throws VerificationFailed, or Error naming what is missing
 */
export async function setUp({ given, store, ask, say }: SetUpOptions): Promise<DeploymentSecret> {
  const existing = await store.read()
  const answers = await collect(given, existing, ask)
  const { VESPER_DATABASE_PROXY } = given
  say(`Neon: ${await verifyDatabase({ ...answers, VESPER_DATABASE_PROXY })}`)
  await verifyDirect({ ...answers, VESPER_DATABASE_PROXY })
  say('Neon: migrations reach the same database without the pooler')
  const keys = await verifyQStash(answers.QSTASH_URL, answers.QSTASH_TOKEN)
  say('QStash: the token opens its signing keys')
  await verifyRedis(answers.UPSTASH_REDIS_REST_URL, answers.UPSTASH_REDIS_REST_TOKEN)
  say('Redis: can be written to')
  const secret = deploymentSecret.parse({
    ...answers,
    QSTASH_CURRENT_SIGNING_KEY: keys.current,
    QSTASH_NEXT_SIGNING_KEY: keys.next,
    VESPER_ADMIN_TOKEN: given.VESPER_ADMIN_TOKEN ?? existing.VESPER_ADMIN_TOKEN ?? newAdminToken(),
  })
  await store.write(secret)
  say('Written to Secrets Manager, the admin token too')
  return secret
}

function newAdminToken(): string {
  return `vsa_${randomBytes(32).toString('base64url')}`
}
