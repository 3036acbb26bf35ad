import { randomBytes } from 'node:crypto'
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager'
import { EDGE_VALUE_LENGTH, edgeSecret } from '#shared/contracts/edge.ts'
import type { RotationContext } from './services.ts'

type Context = Pick<RotationContext, 'secrets'>

/** A version of the secret, by its label or its id. */
type Version = { VersionStage: 'AWSCURRENT' } | { VersionId: string; VersionStage: 'AWSPENDING' }

/** Reads a value of the edge's header. Returns null if the version has no value yet. */
export async function readVersion(
  { secrets }: Context,
  SecretId: string,
  version: Version,
): Promise<string | null> {
  try {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId, ...version }))
    return edgeSecret.parse(JSON.parse(SecretString ?? '')).value
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null
    throw error
  }
}

/** Writes a new random value as the next version. The functions accept the value from now on. */
export async function writeNext({ secrets }: Context, SecretId: string, token: string): Promise<void> {
  const value = randomBytes(EDGE_VALUE_LENGTH / 2).toString('hex')
  await secrets.send(
    new PutSecretValueCommand({
      SecretId,
      ClientRequestToken: token,
      SecretString: JSON.stringify(edgeSecret.parse({ value })),
      VersionStages: ['AWSPENDING'],
    }),
  )
}

/** Makes the next version the current one. The current version becomes the previous one. */
export async function makeCurrent({ secrets }: Context, SecretId: string, token: string): Promise<void> {
  const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId }))
  const current = Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]?.includes('AWSCURRENT'))
  if (current === token) return
  await secrets.send(
    new UpdateSecretVersionStageCommand({
      SecretId,
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: token,
      ...(current !== undefined && { RemoveFromVersionId: current }),
    }),
  )
}
