import { METRICS, type MetricName } from './contracts/metrics.ts'
import type { Logger } from './logger.ts'

/** Takes measurements, by their names in shared/contracts/metrics.ts. */
export interface Metrics {
  record(values: Partial<Record<MetricName, number>>): void
}

/** For where nobody measures. */
export const noMetrics: Metrics = { record: () => undefined }

/**
 * Writes measurements into the log in CloudWatch's embedded metric format, which CloudWatch makes metrics of by itself.
 * They are written whatever the log's level is.
 */
export function logMetrics(log: Logger, now: () => Date): Metrics {
  const out = log.child({}, { level: 'info' })
  return {
    record(values) {
      const names = Object.keys(values)
      if (names.length === 0) return
      const Metrics = names.map((Name) => ({ Name }))
      const directive = { Namespace: METRICS.namespace, Dimensions: [[]], Metrics }
      out.info({ _aws: { Timestamp: now().getTime(), CloudWatchMetrics: [directive] }, ...values }, 'metrics')
    },
  }
}
