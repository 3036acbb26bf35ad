import { type MetricName, PUBLISHED_METRICS } from './contracts/metrics.ts'
import { type Logger, METRICS_ENTRY } from './logger.ts'

/** Records metrics, by their names in `shared/contracts/metrics.ts`. */
export interface Metrics {
  record(values: Partial<Record<MetricName, number>>): void
}

/** Discards all metrics. */
export const noMetrics: Metrics = { record: () => undefined }

const PUBLISHED: ReadonlySet<string> = new Set(PUBLISHED_METRICS)

/**
 * Writes metrics to the log at any log level. CloudWatch extracts the published metrics, which are in its embedded metric format. The
 * others are fields of the entry.
 * @param namespace CloudWatch's namespace of the metrics
 */
export function logMetrics(log: Logger, now: () => Date, namespace: string): Metrics {
  return {
    record(values) {
      const names = Object.keys(values)
      if (names.length === 0) return
      const Metrics = names.filter((name) => PUBLISHED.has(name)).map((Name) => ({ Name }))
      const directive = { Namespace: namespace, Dimensions: [[]], Metrics }
      const _aws = { Timestamp: now().getTime(), CloudWatchMetrics: [directive] }
      log.info({ ...(Metrics.length > 0 && { _aws }), ...values }, METRICS_ENTRY)
    },
  }
}
