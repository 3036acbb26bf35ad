import { Duration } from 'aws-cdk-lib'
import { Dashboard, GraphWidget, type IMetric, type IWidget, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { METRICS } from '#shared/contracts/metrics.ts'
import { gatewayMetric } from '../constructs/alarm.ts'
import { MANAGED_RULES } from '../constructs/firewallRules.ts'
import { EDGE_REGION } from './edgeRegion.ts'
import type { GatewayStack } from './gatewayStack.ts'

const EACH_MINUTE = { period: Duration.minutes(1) }
const WIDTH = 8

/** Adds the dashboard: requests and sessions, delays, and resources. */
export function addDashboard(stack: GatewayStack): void {
  new Dashboard(stack, 'Dashboard', {
    dashboardName: stack.stackName,
    defaultInterval: Duration.hours(6),
    widgets: [customerWidgets(stack), lagWidgets(stack), runtimeWidgets(stack), edgeWidgets(stack)],
  })
}

/** Returns the graphs of requests, latency and sessions. */
function customerWidgets(stack: GatewayStack): IWidget[] {
  const { gateway } = stack.http
  const latency = [50, 95, 99].map((percentile) =>
    gateway.metricLatency({ ...EACH_MINUTE, statistic: `p${percentile}`, label: `p${percentile}` }),
  )
  return [
    graph('Requests', [
      gateway.metricCount({ ...EACH_MINUTE, label: 'all' }),
      gateway.metricClientError({ ...EACH_MINUTE, label: '4xx' }),
      gateway.metricServerError({ ...EACH_MINUTE, label: '5xx' }),
    ]),
    graph('Latency, ms', latency),
    graph('Sessions', [
      gatewayMetric(stack, METRICS.sessions, { statistic: 'Average', label: 'a connector' }),
      gatewayMetric(stack, METRICS.sessionsDown, { statistic: 'Maximum', label: 'down' }),
    ]),
  ]
}

/** Returns the graphs of delays and dead letters. */
function lagWidgets(stack: GatewayStack): IWidget[] {
  const { commands, events } = stack
  return [
    graph('Oldest command of each partition, s', commands.ages),
    graph('Oldest event, s', [
      events.queue.metricApproximateAgeOfOldestMessage({ ...EACH_MINUTE, label: 'in the queue' }),
      gatewayMetric(stack, METRICS.eventLagSeconds, { statistic: 'Maximum', label: 'in the outbox' }),
    ]),
    graph('Given up', [
      commands.deadLetters.metricApproximateNumberOfMessagesVisible({ ...EACH_MINUTE, label: 'commands' }),
      events.deadLetters.metricApproximateNumberOfMessagesVisible({ ...EACH_MINUTE, label: 'events' }),
      gatewayMetric(stack, METRICS.deliveriesFailed, { statistic: 'Sum', label: 'deliveries' }),
    ]),
  ]
}

/** Returns the graphs of connectors and functions. */
function runtimeWidgets({ fleet, api, jobs, events }: GatewayStack): IWidget[] {
  const lambdas = [api, jobs, events.function].map(({ lambda }) => lambda)
  return [
    graph('Connectors', [
      fleet.runningTasks,
      fleet.service.metricCpuUtilization({ ...EACH_MINUTE, label: 'CPU, %' }),
      fleet.service.metricMemoryUtilization({ ...EACH_MINUTE, label: 'memory, %' }),
    ]),
    graph(
      'Functions: p95 of duration, ms',
      lambdas.map((lambda) => lambda.metricDuration({ ...EACH_MINUTE, statistic: 'p95' })),
    ),
    graph(
      'Functions: errors, throttles',
      lambdas.flatMap((lambda) => [lambda.metricErrors(EACH_MINUTE), lambda.metricThrottles(EACH_MINUTE)]),
    ),
  ]
}

/** Returns the graphs of CloudFront and its firewall, which publish their metrics in one region. */
function edgeWidgets({ edge }: GatewayStack): IWidget[] {
  if (!edge) return []
  const { distribution, firewall } = edge
  const ofEdge = { ...EACH_MINUTE, region: EDGE_REGION }
  const blocked = ['Rate', ...Object.keys(MANAGED_RULES)].map(
    (Rule) =>
      new Metric({
        ...ofEdge,
        namespace: 'AWS/WAFV2',
        metricName: 'BlockedRequests',
        dimensionsMap: { WebACL: firewall, Rule },
        statistic: 'Sum',
        label: Rule,
      }),
  )
  return [
    graph('CloudFront: requests', [distribution.metricRequests(ofEdge)]),
    graph('CloudFront: errors, %', [
      distribution.metric4xxErrorRate({ ...ofEdge, label: '4xx' }),
      distribution.metric5xxErrorRate({ ...ofEdge, label: '5xx' }),
    ]),
    graph('Refused by the firewall', blocked),
  ]
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: WIDTH, leftYAxis: { min: 0 } })
}
