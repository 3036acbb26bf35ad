import { type Settings, settingsSchema } from '../settings.ts'
import { type Contents, contentsOf, type Options } from './contents.ts'
import { DAYS, HOURS, PRICES } from './prices.ts'

/** The load of a deployment. Each figure that is not a setting is an assumption that docs/cost.md states. */
export interface Load
  extends Options,
    Pick<Settings, 'partitions' | 'connectorCpu' | 'connectorMemoryMb' | 'sessionsPerConnector'> {
  sessions: number
  /** Messages of a session a day, in each direction. */
  messagesOut: number
  messagesIn: number
  /** The share of messages with a file, and a file's size in MB. */
  mediaShare: number
  mediaMb: number
  /** Events of a message that webhooks subscribe to: one for a received message; sent, delivered and read for a sent message. */
  eventsIn: number
  eventsOut: number
}

const ORDINARY = {
  messagesOut: 50,
  messagesIn: 50,
  mediaShare: 0.1,
  mediaMb: 0.5,
  eventsIn: 1,
  eventsOut: 3,
}

/** Returns the ordinary load of a number of sessions, by the size that holds them. */
export function ordinary(sessions: number, given: Partial<Load> = {}): Load {
  return { ...settingsSchema.parse({ size: sizeFor(sessions) }), ...ORDINARY, ...given, sessions }
}

/** Returns the smallest size that holds a number of sessions. */
export function sizeFor(sessions: number): Settings['size'] {
  const { connectorMax, sessionsPerConnector } = settingsSchema.parse({ size: 'small' })
  return sessions <= connectorMax * sessionsPerConnector ? 'small' : 'large'
}

const PARTS = [
  'connectors',
  'database',
  'queues',
  'functions',
  'upstash',
  'files',
  'watching',
  'keys',
  'edge',
] as const
/** USD a month for each part. */
export type Estimate = Record<(typeof PARTS)[number], number>

const CPU_UNITS = 1024
const MB_OF_GB = 1024
/** A long poll of an empty queue takes 20 s. */
const POLLS_A_MONTH = (HOURS * 3600) / 20
/** Idle pollers of an event source in Lambda. */
const LAMBDA_POLLERS = 5
/** GB-seconds of an invocation. The API and the sweeper compute; jobs wait for the customer's server, events wait for QStash. */
const API_GB_S = 0.06
const JOB_GB_S = 0.15
const EVENT_GB_S = 0.025
const SWEEP_GB_S = 0.5
/** Compute units of the database: the minimum, and the share of written messages. */
const CU_BASE = 0.25
const CU_PER_MESSAGE_A_SECOND = 0.04
/** A message's row with its indexes, kept for 30 days. */
const DB_KB_A_MESSAGE = 4
/** Minutes for which Neon runs after a query, and the minutes of a daily sweep. */
const SUSPEND_MINUTES = 5
const DAILY_SWEEP_MINUTES = 1
/** Log lines, in KB: API Gateway's of a request, Lambda's own three of an invocation, and a connector's of a message. */
const ACCESS_LOG_KB = 0.25
const LAMBDA_LOG_KB = 0.35
const CONNECTOR_LOG_KB = 0.2
/** A minute of an idle gateway: metrics, and the sweeper. */
const IDLE_LOG_KB = 1.5
/** Rejected packets in the log of the network, in GB for each public address. */
const REJECTED_GB = 0.05
const DAYS_KEPT = 30
/** Images of the last releases. */
const IMAGES_GB = 1
/** A process of a function behind the edge reads the secret of the header every five minutes. Two functions have two processes each. */
const EDGE_SECRET_READS = 4 * HOURS * 12 * 3
/** A request and its answer, in KB. */
const REQUEST_KB = 2
const ANSWER_KB = 2

/** Estimates the cost of a load, in USD a month at list prices. */
export function estimate(load: Load): Estimate {
  const out = load.sessions * load.messagesOut * DAYS
  const messages = out + load.sessions * load.messagesIn * DAYS
  const events = out * load.eventsOut + (messages - out) * load.eventsIn
  const kept = (messages / DAYS) * DAYS_KEPT
  const files = messages * load.mediaShare
  const filesGb = (files * load.mediaMb) / 1000
  const contents = contentsOf(load)
  return {
    connectors: connectors(load, contents, filesGb),
    database: isAsleep(load) ? sleepingDatabase() : database(messages, kept),
    queues: queues(load, out, events),
    functions: functions(out, events, sweeps(load)),
    upstash: events * PRICES.qstashMessage + out * PRICES.redisCommand * 2,
    files: (filesGb / DAYS) * DAYS_KEPT * PRICES.s3GbMonth + files * (PRICES.s3Put + 2 * PRICES.s3Get),
    watching: logs(load, { messages, out, events }) + watching(load, contents),
    keys:
      contents.kmsKeys * PRICES.kmsKeyMonth +
      contents.secrets * PRICES.secretMonth +
      (events / 50) * PRICES.kmsRequest,
    edge: load.edge ? edge(contents, out + events) : 0,
  }
}

/** Returns the sum of all parts. */
export function total(parts: Estimate): number {
  return PARTS.reduce((sum, part) => sum + parts[part], 0)
}

/** Returns the number of connectors that a load needs. */
export function connectorCount(load: Pick<Load, 'sessions' | 'sessionsPerConnector'>): number {
  return Math.ceil(load.sessions / load.sessionsPerConnector)
}

/** Without a session, no connector and no sweep of each minute runs. */
function isAsleep({ sessions }: Pick<Load, 'sessions'>): boolean {
  return sessions === 0
}

/** Returns the number of sweeps a month. */
function sweeps(load: Load): number {
  return isAsleep(load) ? DAYS : HOURS * 60
}

function connectors(load: Load, contents: Contents, filesGb: number): number {
  const address = contents.addressesPerConnector * PRICES.publicIpv4Hour
  const each =
    (load.connectorCpu / CPU_UNITS) * PRICES.fargateVcpuHour +
    (load.connectorMemoryMb / MB_OF_GB) * PRICES.fargateGbHour +
    address
  // Files leave and enter through NAT.
  const nat =
    (contents.natGateways * PRICES.natGatewayHour + contents.natAddresses * PRICES.publicIpv4Hour) * HOURS +
    contents.natGateways * filesGb * PRICES.natGb
  const images = IMAGES_GB * PRICES.ecrGbMonth
  return connectorCount(load) * each * HOURS + nat + images + filesGb * PRICES.egressGb
}

function logs(load: Load, counts: { messages: number; out: number; events: number }): number {
  const { messages, out, events } = counts
  const calls = out + events
  const kilobytes =
    calls * (ACCESS_LOG_KB + LAMBDA_LOG_KB) +
    events * LAMBDA_LOG_KB +
    messages * CONNECTOR_LOG_KB +
    sweeps(load) * IDLE_LOG_KB
  const rejectedGb = connectorCount(load) * contentsOf(load).addressesPerConnector * REJECTED_GB
  return (kilobytes / 1e6 + rejectedGb) * PRICES.logsGb
}

/** A metric of our own costs nothing in an hour without values. The daily sweep has values in one hour of 24. */
function watching(load: Load, { alarmMetrics, customMetrics, dashboards }: Contents): number {
  return (
    alarmMetrics * PRICES.alarmMetricMonth +
    customMetrics * PRICES.metricMonth * (isAsleep(load) ? 1 / 24 : 1) +
    dashboards * PRICES.dashboardMonth
  )
}

/** CloudFront and its firewall. Each request of a client and each call of QStash passes through them. */
function edge({ webAcls, webAclRules }: Contents, requests: number): number {
  const gigabytes = (kilobytes: number) => (requests * kilobytes) / 1e6
  return (
    webAcls * PRICES.webAclMonth +
    webAclRules * PRICES.webAclRuleMonth +
    requests * (PRICES.webAclRequest + PRICES.cloudFrontRequest) +
    gigabytes(ANSWER_KB) * PRICES.cloudFrontEgressGb +
    gigabytes(REQUEST_KB) * PRICES.cloudFrontOriginGb +
    EDGE_SECRET_READS * PRICES.secretRequest
  )
}

function database(messages: number, kept: number): number {
  const perSecond = messages / (HOURS * 3600)
  const units = CU_BASE + perSecond * CU_PER_MESSAGE_A_SECOND
  return units * HOURS * PRICES.neonCuHour + ((kept * DB_KB_A_MESSAGE) / 1e6) * PRICES.neonGbMonth
}

/** A day has one sweep. Each call of the API is a further query, which the estimate leaves out. */
function sleepingDatabase(): number {
  const hours = (DAYS * (DAILY_SWEEP_MINUTES + SUSPEND_MINUTES)) / 60
  return CU_BASE * hours * PRICES.neonCuHour
}

/** Commands and events are sent, received and deleted in batches of up to ten. The estimate assumes batches of one. */
function queues(load: Load, out: number, events: number): number {
  // Lambda polls the queue of events also while the gateway is asleep, so that an event of the API needs no start.
  const idle = POLLS_A_MONTH * ((isAsleep(load) ? 0 : load.partitions) + LAMBDA_POLLERS)
  return (idle + 3 * (out + events)) * PRICES.sqsFifoRequest
}

function functions(out: number, events: number, swept: number): number {
  const gbSeconds = out * API_GB_S + events * (JOB_GB_S + EVENT_GB_S) + swept * SWEEP_GB_S
  const requests = out + 2 * events + swept
  return (
    gbSeconds * PRICES.lambdaGbSecond +
    requests * PRICES.lambdaRequest +
    (out + events) * PRICES.httpApiRequest
  )
}
