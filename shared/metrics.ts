import type { MetricName } from './contracts/metrics.ts'
import { type Logger, METRICS_ENTRY } from './logger.ts'

/** Records metrics, by their names in `shared/contracts/metrics.ts`. */
export interface Metrics {
  record(values: Partial<Record<MetricName, number>>): void
}

/** Discards all metrics. */
export const noMetrics: Metrics = { record: () => undefined }

/**
 * Writes metrics to the log at any log level, in CloudWatch's embedded metric format. CloudWatch extracts the metrics from the
 * log.
 * @param namespace CloudWatch's namespace of the metrics
 */
export function logMetrics(log: Logger, now: () => Date, namespace: string): Metrics {
  return {
    record(values) {
      const names = Object.keys(values)
      if (names.length === 0) return
      const Metrics = names.map((Name) => ({ Name }))
      const directive = { Namespace: namespace, Dimensions: [[]], Metrics }
      const _aws = { Timestamp: now().getTime(), CloudWatchMetrics: [directive] }
      log.info({ _aws, ...values }, METRICS_ENTRY)
    },
  }
}
