import { Duration } from 'aws-cdk-lib'
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { IGrantable } from 'aws-cdk-lib/aws-iam'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { ImpactAlarm } from './alarm.ts'
import { DeadLetters, FifoQueue } from './fifoQueue.ts'

/** A connector asks for its own on each receive, and keeps what it has in hand invisible; this is for whoever does not. */
const VISIBILITY = Duration.seconds(30)
/** The connector gives up on a command itself; this is the net under it. */
const MAX_RECEIVES = 100
/** A message waits ten minutes for its session, which is nobody's fault. */
const MAX_AGE_SECONDS = 15 * 60

export interface CommandQueuesProps {
  /** The number of a partition is appended to it. */
  prefix: string
  partitions: number
  alarms: ITopic
}

/** The FIFO queue of each partition, and their dead letters. */
export class CommandQueues extends Construct {
  readonly deadLetters: DeadLetters
  readonly #queues: FifoQueue[]

  constructor(scope: Construct, id: string, props: CommandQueuesProps) {
    super(scope, id)
    this.deadLetters = new DeadLetters(this, 'DeadLetters', `${props.prefix}-dead-letters`)
    this.#queues = Array.from({ length: props.partitions }, (_, partition) =>
      this.#addQueue(partition, props),
    )
    new ImpactAlarm(this, 'Dead', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      threshold: 0,
      periods: 1,
      impact: 'A message that was accepted could not be sent: it is FAILED, and its command lies here.',
      runbook: 'dead-letters',
      topic: props.alarms,
    })
  }

  /** How long the oldest command of each partition waits. */
  get ages(): Metric[] {
    return this.#queues.map((queue, partition) =>
      queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), label: String(partition) }),
    )
  }

  grantSend(grantee: IGrantable): void {
    for (const queue of this.#queues) queue.grantSendMessages(grantee)
  }

  grantConsume(grantee: IGrantable): void {
    for (const queue of this.#queues) queue.grantConsumeMessages(grantee)
    this.deadLetters.grantSendMessages(grantee)
  }

  #addQueue(partition: number, { prefix, alarms }: CommandQueuesProps): FifoQueue {
    const queue = new FifoQueue(this, `Partition${partition}`, {
      name: `${prefix}-${partition}`,
      visibilityTimeout: VISIBILITY,
      deadLetters: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    })
    new ImpactAlarm(this, `Late${partition}`, {
      metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1) }),
      threshold: MAX_AGE_SECONDS,
      periods: 3,
      impact: `Messages of sessions in partition ${partition} are accepted and not sent.`,
      runbook: 'command-age',
      topic: alarms,
    })
    return queue
  }
}
