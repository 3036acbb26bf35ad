import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import type { DeploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { type Given, givenEnvironment } from './config.ts'

/** Where the secret of a deployment lies. */
export interface SecretStore {
  /** What is there already; what does not fit any more is left out. */
  read(): Promise<Given>
  write(secret: DeploymentSecret): Promise<void>
}

export function openSecretStore(client: SecretsManagerClient, arn: string): SecretStore {
  return {
    async read() {
      try {
        const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }))
        return keepValid(JSON.parse(SecretString ?? '{}'))
      } catch (error) {
        // Made, and without any value yet.
        if (error instanceof ResourceNotFoundException) return {}
        throw error
      }
    },
    async write(secret) {
      await client.send(
        new PutSecretValueCommand({ SecretId: arn, SecretString: JSON.stringify(secret, null, 2) }),
      )
    },
  }
}

function keepValid(values: Record<string, unknown>): Given {
  const valid = Object.entries(givenEnvironment.shape).flatMap(([key, schema]) => {
    const result = schema.safeParse(values[key])
    return result.success && result.data !== undefined ? [[key, result.data]] : []
  })
  return Object.fromEntries(valid)
}
