import type { z } from 'zod'
import type { connectorEnvironment } from '#connector/config.ts'
import type { functionEnvironment, migrateEnvironment, rotateEnvironment } from '#functions/config.ts'
import type { DeploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import {
  edgeEnvironment,
  edgeRotationEnvironment,
  type fleetEnvironment,
  secretEnvironment,
} from '#shared/contracts/environment.ts'

type Key =
  | keyof z.output<typeof functionEnvironment>
  | keyof z.output<typeof migrateEnvironment>
  | keyof z.output<typeof rotateEnvironment>
  | keyof z.output<typeof connectorEnvironment>

/** Variables that no stack sets, with the reason. */
export const UNSET = {
  AWS_REGION: 'Lambda sets it, and the fleet sets it for its tasks',
  AWS_ENDPOINT_URL_SQS: 'only for a stand-in',
  VESPER_DATABASE_PROXY: 'only for a PostgreSQL that is not Neon',
  VESPER_MASTER_KEY_FILE: 'AWS uses a KMS key instead',
  VESPER_MEDIA_DIR: 'AWS uses a bucket instead',
  VESPER_MEDIA_URL: 'AWS uses a bucket instead',
  VESPER_MEDIA_KEY: 'AWS uses a bucket instead',
  VESPER_ALLOW_PRIVATE_URLS: 'only for one machine',
  VESPER_WHATSAPP_URL: 'only for a sandbox',
  VESPER_WHATSAPP_MEDIA_URL: 'only for a sandbox',
  VESPER_WHATSAPP_VERSION_URL: 'only for a sandbox',
  VESPER_WHATSAPP_ROOT_KEY: 'only for a sandbox',
  VESPER_RELEASE: 'the default is the task definition',
  ECS_CONTAINER_METADATA_URI_V4: 'ECS sets it',
  VESPER_HEALTH_PORT: 'the image has a health check, and CloudWatch has the metrics',
  VESPER_ALIVE_FILE: 'the image sets it',
  VESPER_QR_SECONDS: "WhatsApp's own",
  VESPER_TRUSTED_PROXIES: "API Gateway passes the caller's address",
  VESPER_LEASE_SECONDS: 'the default',
  VESPER_CONNECTS_PER_SECOND: 'the default',
  VESPER_KEEP_ALIVE_SECONDS: 'the default',
  VESPER_QUEUE_WAIT_SECONDS: 'the default is the longest wait, which is the cheapest',
  VESPER_SEND_WITHIN_SECONDS: 'the default',
  VESPER_CAMPAIGN_TIME_SCALE: 'only for a sandbox',
  VESPER_BAILEYS_PATHS: 'the default; set it to find out which part causes a fault',
  VESPER_BAILEYS_LOG_LEVEL: 'the default is silent; set it to investigate a fault',
} as const satisfies Partial<Record<Key, string>>

/** Variables that the stacks set only with the edge. */
export const ONLY_WITH_EDGE = { ...edgeEnvironment.shape, ...edgeRotationEnvironment.shape }
type EdgeKey = keyof typeof ONLY_WITH_EDGE

/** Variables that exist when the fleet exists. The connectors are a part of the fleet, and have none of them. */
type FleetKey = Exclude<keyof typeof fleetEnvironment.shape, 'AWS_REGION'>

/**
 * The variables that the stacks set. A runtime gets those that its schema has. The compiler reports a new key of a schema until
 * it has a value, is in UNSET, or is in the secret.
 */
export type StackEnvironment = Record<
  | Exclude<Key, keyof typeof UNSET | keyof DeploymentSecret | EdgeKey | FleetKey>
  | keyof typeof secretEnvironment.shape,
  string
> &
  Partial<Record<EdgeKey, string>>

/** The variables with which the API and the sweeper start and stop the fleet. */
export type FleetVariables = Record<FleetKey, string>

/** Picks the variables of a runtime's schema, and those that locate the secret. */
export function environmentOf(
  schema: { shape: Record<string, unknown> },
  values: StackEnvironment & Partial<FleetVariables>,
): Record<string, string> {
  const shape = { ...schema.shape, ...secretEnvironment.shape }
  return Object.fromEntries(Object.entries(values).filter(([key]) => key in shape))
}
