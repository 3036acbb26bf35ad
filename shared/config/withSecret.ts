import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { z } from 'zod'
import { secretEnvironment } from '#shared/contracts/environment.ts'
import { ConfigError, readConfig } from './readConfig.ts'

type Environment = Readonly<Record<string, string | undefined>>

const secretSchema = z.record(z.string(), z.string())
const SECRET = 'VESPER_SECRET_ARN'

/**
 * Adds the values of a secret in Secrets Manager to a runtime's environment. Variables of the environment take precedence.
 * An environment without VESPER_SECRET_ARN is returned unchanged.
 * @throws ConfigError if the secret has no value, or a value that is not a JSON object of strings
 * @throws the error of Secrets Manager if the secret cannot be read
 */
export async function withSecret(
  environment: Environment,
  client?: SecretsManagerClient,
): Promise<Environment> {
  const { VESPER_SECRET_ARN: arn } = readConfig(secretEnvironment, environment)
  if (arn === undefined) return environment
  return { ...parse(await read(arn, client)), ...environment }
}

async function read(arn: string, given: SecretsManagerClient | undefined): Promise<string | undefined> {
  // The gateway on one machine has no secret, and does not load the SDK.
  const { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } = await import(
    '@aws-sdk/client-secrets-manager'
  )
  const client = given ?? new SecretsManagerClient()
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }))
    return SecretString
  } catch (error) {
    // The stack creates the secret without a value.
    if (error instanceof ResourceNotFoundException) return undefined
    throw error
  } finally {
    if (!given) client.destroy()
  }
}

function parse(text: string | undefined): Record<string, string> {
  if (!text) throw new ConfigError([{ key: SECRET, problem: 'has no value. Run `npm run deploy:setup`.' }])
  try {
    return secretSchema.parse(JSON.parse(text))
  } catch {
    // The parser's message quotes the secret.
    throw new ConfigError([
      { key: SECRET, problem: 'must contain a JSON object of strings. Run `npm run deploy:setup`.' },
    ])
  }
}
