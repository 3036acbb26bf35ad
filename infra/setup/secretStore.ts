import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import type { DeploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { type Given, givenEnvironment } from './config.ts'

/** The store of a deployment's secret. */
export interface SecretStore {
  /** Reads the current values, without those that are not valid. */
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
        // The secret exists and has no value yet.
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
