/**
 * Names of what the runtimes measure, and infra/ alarms on and draws. In Prometheus they are the same in its manner:
 * `vesper_sessions`.
 */
export const METRICS = {
  namespace: 'VesperGateway',
  /** Sessions that a connector holds a connection for; each connector says its own, so that the average is a task's. */
  sessions: 'Sessions',
  /** Those of them that are logged in. */
  sessionsConnected: 'SessionsConnected',
  /** Sessions that ought to be connected, and have not been for five minutes. */
  sessionsDown: 'SessionsDown',
  /** Commands that a connector has begun and not finished. */
  commandsInFlight: 'CommandsInFlight',
  /** Age of the oldest of them, in seconds. */
  oldestCommandSeconds: 'OldestCommandSeconds',
  /** From the API's acceptance of a message to WhatsApp's, in seconds. */
  sendSeconds: 'SendSeconds',
  /** Messages that came in. */
  received: 'MessagesReceived',
  /** Partitions that a connector gained or lost. */
  leaseMoves: 'LeaseMoves',
  /** Resident, in bytes. */
  memoryBytes: 'MemoryBytes',
  /** Age of the oldest event that is not published, in seconds. */
  eventLagSeconds: 'EventLagSeconds',
  /** Deliveries that were given up after their last attempt. */
  deliveriesFailed: 'DeliveriesFailed',
} as const

export type MetricName = Exclude<(typeof METRICS)[keyof typeof METRICS], 'VesperGateway'>
