import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import {
  type DeadLetterQueue,
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
} from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'

/** The maximum retention of SQS. */
const DEAD_LETTER_DAYS = 14
const MESSAGE_DAYS = 4

const FIFO = {
  fifo: true,
  contentBasedDeduplication: false,
  // High-throughput mode: order and deduplication apply within a group, and groups do not wait for each other.
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
}

export interface FifoQueueProps {
  /** The name without the suffix `.fifo`. */
  name: string
  visibilityTimeout: Duration
  deadLetters: DeadLetterQueue
  /** Keeps the queue with its messages if an update or a deletion of the stack removes it. */
  isRetained?: boolean
}

/** An encrypted FIFO queue in high-throughput mode, with a dead-letter queue. */
export class FifoQueue extends Queue {
  constructor(scope: Construct, id: string, props: FifoQueueProps) {
    super(scope, id, {
      ...FIFO,
      queueName: `${props.name}.fifo`,
      visibilityTimeout: props.visibilityTimeout,
      retentionPeriod: Duration.days(MESSAGE_DAYS),
      deadLetterQueue: props.deadLetters,
      // A rollback of the update that created the queue deletes it, so that the next update can create it again.
      removalPolicy: props.isRetained ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    })
  }
}

/** Returns the URL of a queue, which need not exist yet. A placeholder `{…}` in the name is kept. */
export function queueUrl(scope: Construct, name: string): string {
  const { account, region, urlSuffix } = Stack.of(scope)
  return `https://sqs.${region}.${urlSuffix}/${account}/${name}.fifo`
}

/** A dead-letter queue with a retention of two weeks. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, { ...FIFO, queueName: `${name}.fifo`, retentionPeriod: Duration.days(DEAD_LETTER_DAYS) })
  }
}
