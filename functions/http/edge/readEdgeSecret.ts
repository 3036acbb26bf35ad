import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { edgeSecret } from '#shared/contracts/edge.ts'
import type { ReadEdgeValues } from './edgeValues.ts'

/**
 * Returns a reader of the two accepted values. One is the current value. The other is the next value during a rotation, and the previous
 * value at other times.
 * @param arn the ARN of the edge's secret
 */
export function edgeSecretReader(arn: string, given?: SecretsManagerClient): ReadEdgeValues {
  return async () => {
    // The gateway without an edge does not load the SDK.
    const { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } = await import(
      '@aws-sdk/client-secrets-manager'
    )
    const client = given ?? new SecretsManagerClient()
    const read = async (VersionStage: string): Promise<string | undefined> => {
      try {
        const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn, VersionStage }))
        return edgeSecret.parse(JSON.parse(SecretString ?? '')).value
      } catch (error) {
        // A secret that was never rotated has only a current value.
        if (error instanceof ResourceNotFoundException && VersionStage !== 'AWSCURRENT') return undefined
        throw error
      }
    }
    try {
      const [current, pending] = await Promise.all([read('AWSCURRENT'), read('AWSPENDING')])
      // The label of the next value stays at the value after a rotation.
      const other = pending === undefined || pending === current ? await read('AWSPREVIOUS') : pending
      return [current, other].filter((value) => value !== undefined)
    } finally {
      if (!given) client.destroy()
    }
  }
}
