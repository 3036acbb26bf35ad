import { randomBytes } from 'node:crypto'
import { type DeploymentSecret, deploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import type { Given } from './config.ts'
import { type Ask, collect } from './questions.ts'
import type { SecretStore } from './secretStore.ts'
import { verifyDatabase, verifyDirect, verifyQStash, verifyRedis } from './verifyCredentials.ts'

export interface SetUpOptions {
  given: Given
  store: SecretStore
  /** Unset without a terminal. */
  ask?: Ask
  say(line: string): void
}

/**
 * Collects the credentials of a deployment, proves each with a call, and writes the secret only if all calls succeed. A later run
 * keeps the values that it does not get, and so can rotate a single credential.
 * @throws VerificationFailed, or Error naming a missing value
 */
export async function setUp({ given, store, ask, say }: SetUpOptions): Promise<DeploymentSecret> {
  const existing = await store.read()
  const answers = await collect(given, existing, ask)
  const { VESPER_DATABASE_PROXY } = given
  say(`Neon: ${await verifyDatabase({ ...answers, VESPER_DATABASE_PROXY })}`)
  await verifyDirect({ ...answers, VESPER_DATABASE_PROXY })
  say('Neon: the direct address leads to the same database')
  const keys = await verifyQStash(answers.QSTASH_URL, answers.QSTASH_TOKEN)
  say('QStash: the token reads the signing keys')
  await verifyRedis(answers.UPSTASH_REDIS_REST_URL, answers.UPSTASH_REDIS_REST_TOKEN)
  say('Redis: the token can write')
  const secret = deploymentSecret.parse({
    ...answers,
    QSTASH_CURRENT_SIGNING_KEY: keys.current,
    QSTASH_NEXT_SIGNING_KEY: keys.next,
    VESPER_ADMIN_TOKEN: given.VESPER_ADMIN_TOKEN ?? existing.VESPER_ADMIN_TOKEN ?? newAdminToken(),
  })
  await store.write(secret)
  say('The secret with the admin token is written to Secrets Manager')
  return secret
}

function newAdminToken(): string {
  return `vsa_${randomBytes(32).toString('base64url')}`
}
