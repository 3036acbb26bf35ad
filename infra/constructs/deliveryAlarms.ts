import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { METRICS } from '#shared/contracts/metrics.ts'
import { gatewayMetric, ImpactAlarm } from './alarm.ts'
import { countLogged } from './countLogged.ts'
import type { GatewayFunction } from './gatewayFunction.ts'

/** A customer's server that is down for good is the customer's; many deliveries at once are ours to look at. */
const MANY_GIVEN_UP = 20
const LAG_SECONDS = 120

/** What keeps customers from hearing of their messages, on the way from the outbox to their servers. */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, props: { events: GatewayFunction; alarms: ITopic }) {
    super(scope, id)
    const topic = props.alarms
    new ImpactAlarm(this, 'GivenUp', {
      metric: gatewayMetric(METRICS.deliveriesFailed, { statistic: 'Sum' }),
      threshold: MANY_GIVEN_UP,
      periods: 5,
      impact: 'Webhooks are given up after their last attempt: customers have not heard of events.',
      runbook: 'delivery-failures',
      topic,
    })
    new ImpactAlarm(this, 'OutboxLag', {
      metric: gatewayMetric(METRICS.eventLagSeconds, { statistic: 'Maximum' }),
      threshold: LAG_SECONDS,
      periods: 3,
      impact: 'Events are not published: customers hear of messages minutes late.',
      runbook: 'event-lag',
      topic,
    })
    new ImpactAlarm(this, 'NotPublished', {
      metric: countLogged(this, props.events.logs, 'jobs.not_published'),
      threshold: 0,
      periods: 5,
      impact: 'QStash takes no jobs: webhooks wait for the sweeper, and come late.',
      runbook: 'qstash-refuses',
      topic,
    })
  }
}
