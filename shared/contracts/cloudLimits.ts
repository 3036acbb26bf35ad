// The limits that AWS enforces, or that our templates set. The templates and the stand-ins of one machine read them from here.

/** Time-outs of the functions, in seconds. Lambda ends an invocation that takes longer. */
export const FUNCTION_SECONDS = {
  // API Gateway waits for 30 s.
  api: 29,
  // QStash waits for 30 s. A customer's server gets 10 s of it.
  jobs: 25,
  events: 15,
  sweeper: 55,
  // The provider of the custom resource has 15 minutes, the maximum of Lambda, and needs the rest to report a time-out to CloudFormation.
  migrate: 14 * 60,
  // A step of the rotation waits up to twelve minutes for CloudFront.
  rotate: 14 * 60,
} as const

/** Most bytes of an event or of an answer, as JSON (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
export const PAYLOAD_BYTES = 6_291_556

/** AWS recommends six times the function's time-out, so that Lambda can retry a throttled batch before it becomes visible again. */
const VISIBILITY_PER_TIMEOUT = 6

/**
 * The event queue. A failed record is redelivered after the visibility time-out. Twenty receives last half an hour, which covers an
 * outage of the database.
 */
export const EVENT_QUEUE = {
  batchSize: 10,
  maxReceives: 20,
  visibilitySeconds: FUNCTION_SECONDS.events * VISIBILITY_PER_TIMEOUT,
} as const

/**
 * The command queues. A connector sets its own visibility time-out on each receive, and dead-letters a command by itself. The limit of
 * receives catches the commands that crash their connector.
 */
export const COMMAND_QUEUE = { maxReceives: 100, visibilitySeconds: 30 } as const
