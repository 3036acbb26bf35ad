import { Duration } from 'aws-cdk-lib'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Construct } from 'constructs'
import { ImpactAlarm } from './alarm.ts'
import { DeadLetters, FifoQueue } from './fifoQueue.ts'
import { GatewayFunction, type GatewayFunctionProps } from './gatewayFunction.ts'

/** What Lambda advises: a batch that was throttled is tried again before it is visible to others. */
const VISIBILITY_PER_TIMEOUT = 6
/** A batch that fails comes back after the visibility time-out: half an hour of them, as long as a database may be down. */
const MAX_RECEIVES = 20
const BATCH_SIZE = 10

export interface QueueConsumerProps extends GatewayFunctionProps {
  /** Of the queue, without `.fifo`. */
  queueName: string
  /** Batches beside each other. */
  batches: number
  /** Its oldest message may be so old. */
  maxAge: Duration
  /** Who is hurt by what is late, and by what is dead. */
  lateImpact: string
  deadImpact: string
}

/** A FIFO queue and the function that handles it: dead letters, each record's own outcome, alarms on what is late or dead. */
export class QueueConsumer extends Construct {
  readonly queue: FifoQueue
  readonly deadLetters: DeadLetters
  readonly function: GatewayFunction

  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id)
    this.deadLetters = new DeadLetters(this, 'DeadLetters', `${props.queueName}-dead-letters`)
    this.queue = new FifoQueue(this, 'Queue', {
      name: props.queueName,
      visibilityTimeout: Duration.seconds(props.timeout.toSeconds() * VISIBILITY_PER_TIMEOUT),
      deadLetters: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    })
    this.function = new GatewayFunction(this, 'Consumer', props)
    this.function.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: BATCH_SIZE,
        reportBatchItemFailures: true,
        maxConcurrency: props.batches,
      }),
    )
    const period = { period: Duration.minutes(1) }
    new ImpactAlarm(this, 'Late', {
      metric: this.queue.metricApproximateAgeOfOldestMessage(period),
      threshold: props.maxAge.toSeconds(),
      periods: 3,
      impact: props.lateImpact,
      runbook: 'event-lag',
      topic: props.alarms,
    })
    new ImpactAlarm(this, 'Dead', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible(period),
      threshold: 0,
      periods: 1,
      impact: props.deadImpact,
      runbook: 'dead-letters',
      topic: props.alarms,
    })
  }
}
