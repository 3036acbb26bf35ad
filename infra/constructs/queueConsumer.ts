import { Duration } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { EVENT_QUEUE } from '#shared/contracts/cloudLimits.ts'
import { ImpactAlarm } from './alarm.ts'
import { DeadLetters, FifoQueue } from './fifoQueue.ts'
import { GatewayFunction, type GatewayFunctionProps } from './gatewayFunction.ts'
import { grantPoll } from './grants.ts'

export interface QueueConsumerProps extends GatewayFunctionProps {
  /** The name of the queue without `.fifo`. */
  queueName: string
  /** The number of batches that are processed in parallel. */
  batches: number
  /** A sentence that names the effect of dead letters on users. */
  deadImpact: string
}

/** A FIFO queue and its function: dead letters, partial batch responses, and an alarm on dead letters. */
export class QueueConsumer extends Construct {
  readonly queue: FifoQueue
  readonly deadLetters: DeadLetters
  readonly function: GatewayFunction

  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id)
    this.deadLetters = new DeadLetters(this, 'DeadLetters', `${props.queueName}-dead-letters`)
    this.queue = new FifoQueue(this, 'Queue', {
      name: props.queueName,
      visibilityTimeout: Duration.seconds(EVENT_QUEUE.visibilitySeconds),
      deadLetters: { queue: this.deadLetters, maxReceiveCount: EVENT_QUEUE.maxReceives },
    })
    this.function = new GatewayFunction(this, 'Consumer', props)
    grantPoll(this.queue, this.function.lambda)
    this.function.lambda.addEventSourceMapping('Source', {
      eventSourceArn: this.queue.queueArn,
      batchSize: EVENT_QUEUE.batchSize,
      reportBatchItemFailures: true,
      maxConcurrency: props.batches,
    })
    new ImpactAlarm(this, 'Dead', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      threshold: 0,
      periods: 1,
      impact: props.deadImpact,
      runbook: 'dead-letters',
      topic: props.alarms,
    })
  }
}
