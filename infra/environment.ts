import type { z } from 'zod'
import type { connectorEnvironment } from '#connector/config.ts'
import type { functionEnvironment, migrateEnvironment } from '#functions/config.ts'
import type { DeploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { secretEnvironment } from '#shared/contracts/environment.ts'

type Key =
  | keyof z.output<typeof functionEnvironment>
  | keyof z.output<typeof migrateEnvironment>
  | keyof z.output<typeof connectorEnvironment>

/** What no stack sets, and why. */
export const UNSET = {
  AWS_REGION: 'Lambda sets it itself, and the fleet for its tasks',
  AWS_ENDPOINT_URL_SQS: 'for a stand-in',
  VESPER_DATABASE_PROXY: 'for a PostgreSQL that is not Neon',
  VESPER_MASTER_KEY_FILE: 'in the cloud it is a key of KMS',
  VESPER_MEDIA_DIR: 'in the cloud it is a bucket',
  VESPER_MEDIA_URL: 'in the cloud it is a bucket',
  VESPER_MEDIA_KEY: 'in the cloud it is a bucket',
  VESPER_ALLOW_PRIVATE_URLS: 'for one machine only',
  VESPER_WHATSAPP_URL: 'for a sandbox',
  VESPER_WHATSAPP_MEDIA_URL: 'for a sandbox',
  VESPER_WHATSAPP_ROOT_KEY: 'for a sandbox',
  VESPER_HEALTH_PORT: 'the image has its own sign of life, and CloudWatch its metrics',
  VESPER_ALIVE_FILE: 'the image sets it',
  VESPER_QR_SECONDS: "WhatsApp's own",
  VESPER_TRUSTED_PROXIES: 'API Gateway names the caller itself',
  VESPER_LEASE_SECONDS: 'the default',
  VESPER_CONNECTS_PER_SECOND: 'the default',
  VESPER_KEEP_ALIVE_SECONDS: 'the default',
  VESPER_QUEUE_WAIT_SECONDS: 'the longest is the cheapest, and the default',
  VESPER_SEND_WITHIN_SECONDS: 'the default',
  VESPER_CAMPAIGN_TIME_SCALE: 'for a sandbox',
  VESPER_BAILEYS_LOG_LEVEL: 'silent unless somebody looks for a fault',
} as const satisfies Partial<Record<Key, string>>

/**
 * What the stacks set, in every runtime whose schema has the key. A key that is added to a schema is missing here, for the
 * compiler, until it gets a value or stands in UNSET or in the secret.
 */
export type StackEnvironment = Record<
  Exclude<Key, keyof typeof UNSET | keyof DeploymentSecret> | keyof typeof secretEnvironment.shape,
  string
>

/** Picks what a runtime's schema has, and what it takes to find the secret. */
export function environmentOf(
  schema: { shape: Record<string, unknown> },
  values: StackEnvironment,
): Record<string, string> {
  const shape = { ...schema.shape, ...secretEnvironment.shape }
  return Object.fromEntries(Object.entries(values).filter(([key]) => key in shape))
}
