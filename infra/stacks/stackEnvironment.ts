import type { Stack } from 'aws-cdk-lib'
import type { EdgeEnvironment } from '#shared/contracts/environment.ts'
import type { Edge } from '../constructs/edge.ts'
import { queueUrl } from '../constructs/fifoQueue.ts'
import type { StackEnvironment } from '../environment.ts'
import { namesOf } from '../names.ts'
import type { Settings } from '../settings.ts'
import type { DataStack } from './dataStack.ts'

/** Returns the values of all variables that the stacks set. */
export function stackEnvironment(
  stack: Stack,
  options: { settings: Settings; data: DataStack; origin: string; edge: Edge | undefined },
): StackEnvironment {
  const { settings, data, origin, edge } = options
  const names = namesOf(settings.stage)
  return {
    LOG_LEVEL: settings.logLevel,
    VESPER_METRICS_NAMESPACE: names.metrics,
    VESPER_SECRET_ARN: data.secret.secretArn,
    VESPER_SECRET_REVISION: settings.revision,
    VESPER_KMS_KEY_ID: data.key.keyArn,
    VESPER_MEDIA_BUCKET: data.media.bucketName,
    VESPER_COMMAND_QUEUE_URL: queueUrl(stack, `${names.commandQueues}-{partition}`),
    VESPER_DEAD_LETTER_QUEUE_URL: queueUrl(stack, `${names.commandQueues}-dead-letters`),
    VESPER_EVENT_QUEUE_URL: queueUrl(stack, names.eventQueue),
    VESPER_JOBS_URL: `${origin}/jobs`,
    VESPER_PARTITIONS: String(settings.partitions),
    VESPER_CAPACITY: String(settings.sessionsPerConnector),
    VESPER_RATE_LIMIT: String(settings.requestsPerKey),
    VESPER_RECEIVE_MAX_MB: String(settings.receiveMaxMb),
    VESPER_KEEP_MESSAGES_DAYS: String(settings.keepMessagesDays),
    VESPER_KEEP_DELIVERIES_DAYS: String(settings.keepDeliveriesDays),
    ...(edge && {
      VESPER_EDGE_SECRET_ARN: edge.secret.secretArn,
      VESPER_EDGE_CLOSED: closedBy(settings),
      VESPER_EDGE_DISTRIBUTION: edge.distribution.distributionId,
    }),
  }
}

/** Returns the addresses that the functions close. Without the edge, `domainOnly` closes the endpoint in API Gateway. */
function closedBy({ edgeOnly, domainOnly }: Settings): EdgeEnvironment['VESPER_EDGE_CLOSED'] {
  if (edgeOnly) return 'all'
  return domainOnly ? 'endpoint' : 'none'
}
