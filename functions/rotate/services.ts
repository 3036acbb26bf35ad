import type { CloudFrontClient } from '@aws-sdk/client-cloudfront'
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { Logger } from '#shared/logger.ts'

/** Services of the rotation of the edge's secret. */
export interface RotationContext {
  secrets: SecretsManagerClient
  cloudFront: CloudFrontClient
  /** The id of the distribution that sends the value. */
  distributionId: string
  log: Logger
  wait(ms: number): Promise<void>
  /** Requests a URL, and returns the status of the answer. */
  probe(url: string): Promise<number>
}
