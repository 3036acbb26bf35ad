import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { METRICS } from '#shared/contracts/metrics.ts'
import { gatewayMetric, ImpactAlarm } from './alarm.ts'
import { countLogged } from './countLogged.ts'
import type { GatewayFunction } from './gatewayFunction.ts'

/** A few failed deliveries are the fault of one customer's server. Many deliveries point to a fault of ours. */
const MANY_GIVEN_UP = 20
const LAG_SECONDS = 120

/** Alarms on delays and failures between the outbox and the customers' servers. */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, props: { events: GatewayFunction; alarms: ITopic }) {
    super(scope, id)
    const topic = props.alarms
    new ImpactAlarm(this, 'GivenUp', {
      metric: gatewayMetric(this, METRICS.deliveriesFailed, { statistic: 'Sum' }),
      threshold: MANY_GIVEN_UP,
      periods: 5,
      impact: 'Webhook deliveries failed their last attempt: customers did not receive these events.',
      runbook: 'delivery-failures',
      topic,
    })
    new ImpactAlarm(this, 'OutboxLag', {
      metric: gatewayMetric(this, METRICS.eventLagSeconds, { statistic: 'Maximum' }),
      threshold: LAG_SECONDS,
      periods: 3,
      impact: 'Events are not published: customers receive webhooks minutes late.',
      runbook: 'event-lag',
      topic,
    })
    new ImpactAlarm(this, 'NotPublished', {
      metric: countLogged(this, props.events.logs, 'jobs.not_published'),
      threshold: 0,
      periods: 5,
      impact: 'QStash accepts no jobs: webhooks wait for the sweeper and are late.',
      runbook: 'qstash-refuses',
      topic,
    })
  }
}
