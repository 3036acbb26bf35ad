import { Duration, Stack } from 'aws-cdk-lib'
import {
  type DeadLetterQueue,
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
} from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'

/** The longest that SQS keeps anything. */
const DEAD_LETTER_DAYS = 14
const MESSAGE_DAYS = 4

const FIFO = {
  fifo: true,
  contentBasedDeduplication: false,
  // High-throughput mode: order and deduplication are a group's, and groups do not wait for each other.
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
}

export interface FifoQueueProps {
  /** Without its suffix `.fifo`. */
  name: string
  visibilityTimeout: Duration
  deadLetters: DeadLetterQueue
}

/** A FIFO queue in high-throughput mode, encrypted; what it can't get rid of goes to its dead letters. */
export class FifoQueue extends Queue {
  constructor(scope: Construct, id: string, props: FifoQueueProps) {
    super(scope, id, {
      ...FIFO,
      queueName: `${props.name}.fifo`,
      visibilityTimeout: props.visibilityTimeout,
      retentionPeriod: Duration.days(MESSAGE_DAYS),
      deadLetterQueue: props.deadLetters,
    })
  }
}

/** URL of a queue of this name, which need not have been made yet; `{…}` in the name stays as it is. */
export function queueUrl(scope: Construct, name: string): string {
  const { account, region, urlSuffix } = Stack.of(scope)
  return `https://sqs.${region}.${urlSuffix}/${account}/${name}.fifo`
}

/** Keeps for two weeks what could not be handled. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, { ...FIFO, queueName: `${name}.fifo`, retentionPeriod: Duration.days(DEAD_LETTER_DAYS) })
  }
}
