import { Duration, Stack } from 'aws-cdk-lib'
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { IGrantable } from 'aws-cdk-lib/aws-iam'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { COMMAND_QUEUE } from '#shared/contracts/cloudLimits.ts'
import { ImpactAlarm } from './alarm.ts'
import { DeadLetters, FifoQueue } from './fifoQueue.ts'
import { allow, grantSend } from './grants.ts'

export interface CommandQueuesProps {
  /** A queue's name is the prefix and the number of its partition. */
  prefix: string
  partitions: number
  alarms: ITopic
}

/** A FIFO queue for each partition, with a shared dead-letter queue. */
export class CommandQueues extends Construct {
  readonly deadLetters: DeadLetters
  readonly #queues: FifoQueue[]
  readonly #prefix: string

  constructor(scope: Construct, id: string, props: CommandQueuesProps) {
    super(scope, id)
    this.#prefix = props.prefix
    this.deadLetters = new DeadLetters(this, 'DeadLetters', `${props.prefix}-dead-letters`)
    this.#queues = Array.from({ length: props.partitions }, (_, partition) =>
      this.#addQueue(partition, props),
    )
    new ImpactAlarm(this, 'Dead', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      threshold: 0,
      periods: 1,
      impact:
        'An accepted message could not be sent. It is FAILED, and its command is in the dead-letter queue.',
      runbook: 'dead-letters',
      topic: props.alarms,
    })
  }

  /** Returns the age of the oldest command of each partition. */
  get ages(): Metric[] {
    return this.#queues.map((queue, partition) =>
      queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), label: String(partition) }),
    )
  }

  grantSend(grantee: IGrantable): void {
    allow(grantee, ['sqs:SendMessage'], this.#arns())
  }

  grantConsume(grantee: IGrantable): void {
    allow(grantee, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'], this.#arns())
    grantSend(this.deadLetters, grantee)
  }

  /** Returns patterns for the queues of all partitions. The ARN of each queue would exceed the maximum size of a policy. */
  #arns(): string[] {
    const { partition, region, account } = Stack.of(this)
    return ['?', '??'].map(
      (number) => `arn:${partition}:sqs:${region}:${account}:${this.#prefix}-${number}.fifo`,
    )
  }

  #addQueue(partition: number, { prefix }: CommandQueuesProps): FifoQueue {
    return new FifoQueue(this, `Partition${partition}`, {
      name: `${prefix}-${partition}`,
      visibilityTimeout: Duration.seconds(COMMAND_QUEUE.visibilitySeconds),
      isRetained: true,
      deadLetters: { queue: this.deadLetters, maxReceiveCount: COMMAND_QUEUE.maxReceives },
    })
  }
}
