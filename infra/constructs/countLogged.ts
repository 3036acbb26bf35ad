import { Duration } from 'aws-cdk-lib'
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { CountedEvent } from '#shared/contracts/countedEvents.ts'
import { METRICS_NAMESPACE } from './alarm.ts'

/**
 * Returns the number of log entries of an event, in periods of a minute.
 * @param metricName a name that several events share, because CloudWatch bills an alarm for each metric
 */
export function countLogged(
  scope: Construct,
  logGroup: ILogGroup,
  event: CountedEvent,
  metricName = `${scope.node.id}.${event}`,
): Metric {
  const filter = new MetricFilter(scope, `Logged-${event}`, {
    logGroup,
    filterPattern: FilterPattern.stringValue('$.msg', '=', event),
    metricNamespace: `${scope.node.getContext(METRICS_NAMESPACE)}/Logged`,
    metricName,
    // Without a default value, CloudWatch bills the metric only for the hours with such an entry.
    metricValue: '1',
  })
  return filter.metric({ statistic: 'Sum', period: Duration.minutes(1) })
}
