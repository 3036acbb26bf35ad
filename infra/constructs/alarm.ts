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
import { METRICS } from '#shared/contracts/metrics.ts'

export interface ImpactAlarmProps {
  metric: IMetric
  /** It rings above this, or with `below` under it. */
  threshold: number
  below?: boolean
  /** Periods of the metric in a row. */
  periods: number
  /** Who is hurt, and how. */
  impact: string
  /** Anchor in docs/runbook.md. */
  runbook: string
  /** What is to be thought of where nothing is measured. None: all is well. */
  breachOnMissingData?: boolean
  topic: ITopic
}

/** An alarm for a way in which users are hurt. It says how, and where it stands what to do. */
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

/** A metric that our runtimes count, by the minute. */
export function gatewayMetric(metricName: string, options: MetricOptions): Metric {
  return new Metric({ namespace: METRICS.namespace, metricName, period: Duration.minutes(1), ...options })
}
