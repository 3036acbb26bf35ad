import { Duration } from 'aws-cdk-lib'
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  type MetricOptions,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { PublishedMetric } from '#shared/contracts/metrics.ts'

export interface ImpactAlarmProps {
  metric: IMetric
  /** The alarm rings above this value, or below it if `below` is set. */
  threshold: number
  below?: boolean
  /** Consecutive periods of the metric that must breach the threshold. */
  periods: number
  /** A sentence that names the affected users and the effect. */
  impact: string
  /** An anchor in docs/runbook.md. */
  runbook: string
  /** Treats missing data as a breach. The default treats missing data as healthy. */
  breachOnMissingData?: boolean
  topic: ITopic
}

/** An alarm on an impact on users, with a description that states the impact and links the runbook. */
export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    super(scope, id, {
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: props.below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: props.periods,
      datapointsToAlarm: props.periods,
      treatMissingData: props.breachOnMissingData
        ? TreatMissingData.BREACHING
        : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.impact} What to do: docs/runbook.md#${props.runbook}`,
    })
    this.addAlarmAction(new SnsAction(props.topic))
    this.addOkAction(new SnsAction(props.topic))
  }
}

/** Key of the CDK context of a stack: CloudWatch's namespace of the metrics. */
export const METRICS_NAMESPACE = 'vesper:metricsNamespace'

/** Returns a metric that the runtimes publish to CloudWatch, in periods of a minute. */
export function gatewayMetric(scope: Construct, metricName: PublishedMetric, options: MetricOptions): Metric {
  const namespace: string = scope.node.getContext(METRICS_NAMESPACE)
  return new Metric({ namespace, metricName, period: Duration.minutes(1), ...options })
}
