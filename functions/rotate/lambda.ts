import { setTimeout as wait } from 'node:timers/promises'
import { CloudFrontClient } from '@aws-sdk/client-cloudfront'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { createLogger } from '#shared/logger.ts'
import { nameSourcesInStacks } from '#shared/sourceLines.ts'
import { readFunctionConfig, rotateEnvironment } from '../config.ts'
import { rotate } from './rotate.ts'

const PROBE_TIMEOUT_MS = 30_000

nameSourcesInStacks()
const config = await readFunctionConfig(rotateEnvironment)
const services = {
  secrets: new SecretsManagerClient(),
  // CloudFront has one endpoint for all regions.
  cloudFront: new CloudFrontClient({ region: 'us-east-1' }),
  distributionId: config.VESPER_EDGE_DISTRIBUTION,
  log: createLogger({ level: config.LOG_LEVEL, name: 'rotate' }),
  wait: (ms: number) => wait(ms),
  probe: async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })).status,
}

/** Rotates the secret of the edge. Secrets Manager calls the function for each step. */
export const handler = (event: unknown): Promise<void> => rotate(services, event)
