/** Names of what the runtimes count and infra/ alarms on. */
export const METRICS = {
  namespace: 'VesperGateway',
  /** Sessions that a connector holds a connection for; each connector says its own, so that the average is a task's. */
  sessions: 'Sessions',
  /** Sessions that ought to be connected, and have not been for five minutes. */
  sessionsDown: 'SessionsDown',
  /** Age of the oldest event that is not published, in seconds. */
  eventLagSeconds: 'EventLagSeconds',
  /** Deliveries that were given up after their last attempt. */
  deliveriesFailed: 'DeliveriesFailed',
} as const
