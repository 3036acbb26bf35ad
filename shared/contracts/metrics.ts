/**
 * Names of the metrics that the runtimes record and that infra/ uses in alarms and dashboards. Prometheus has the same names
 * in its own style: `vesper_sessions`.
 */
export const METRICS = {
  /** Sessions of one connector. Each connector records its own number, so that the average is the number for one task. */
  sessions: 'Sessions',
  /** Sessions of one connector that are logged in. */
  sessionsConnected: 'SessionsConnected',
  /** Sessions that should be connected and have been disconnected for five minutes. */
  sessionsDown: 'SessionsDown',
  /** Commands that a connector has started and not finished. */
  commandsInFlight: 'CommandsInFlight',
  /** Age of the oldest unfinished command, in seconds. */
  oldestCommandSeconds: 'OldestCommandSeconds',
  /** Time from the API's acceptance of a message to WhatsApp's ack, in seconds. */
  sendSeconds: 'SendSeconds',
  /** Inbound messages. */
  received: 'MessagesReceived',
  /** Partitions that a connector gained or lost. */
  leaseMoves: 'LeaseMoves',
  /** Resident memory, in bytes. */
  memoryBytes: 'MemoryBytes',
  /** Age of the oldest pending message of a connected session, in seconds. */
  messageLagSeconds: 'MessageLagSeconds',
  /** Age of the oldest event without its deliveries, in seconds. */
  eventLagSeconds: 'EventLagSeconds',
  /** Deliveries that failed with their last attempt. */
  deliveriesFailed: 'DeliveriesFailed',
} as const

export type MetricName = (typeof METRICS)[keyof typeof METRICS]

/**
 * The metrics that alarms, the autoscaling and the dashboard use. CloudWatch bills each metric, so that the other values are only fields of
 * the log, which Logs Insights can query. Prometheus has all metrics.
 */
export const PUBLISHED_METRICS = [
  METRICS.sessions,
  METRICS.sessionsDown,
  METRICS.messageLagSeconds,
  METRICS.eventLagSeconds,
  METRICS.deliveriesFailed,
] as const
export type PublishedMetric = (typeof PUBLISHED_METRICS)[number]

/** Published metrics that have values only in hours with a fault. CloudWatch bills a metric for the hours with values. */
export const RARE_METRICS = [METRICS.deliveriesFailed] as const
