import { DAYS, HOURS, PRICES } from './prices.ts'

/** The load of a deployment. Each figure that is not a setting is an assumption that docs/cost.md states. */
export interface Load {
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
  sessionsPerConnector: number
  partitions: number
}

export const ORDINARY: Omit<Load, 'sessions'> = {
  messagesOut: 50,
  messagesIn: 50,
  mediaShare: 0.1,
  mediaMb: 0.5,
  eventsIn: 1,
  eventsOut: 3,
  sessionsPerConnector: 700,
  partitions: 16,
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
] as const
/** USD a month for each part. */
export type Estimate = Record<(typeof PARTS)[number], number>

const VCPU = 1
const MEMORY_GB = 2
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
const LOG_KB_A_MESSAGE = 1.5
const DAYS_KEPT = 30
/** Alarms besides the alarm of each partition. */
const ALARMS = 18
const CUSTOM_METRICS = 20

/** Estimates the cost of a load, in USD a month at list prices. */
export function estimate(load: Load): Estimate {
  const out = load.sessions * load.messagesOut * DAYS
  const messages = out + load.sessions * load.messagesIn * DAYS
  const events = out * load.eventsOut + (messages - out) * load.eventsIn
  const kept = (messages / DAYS) * DAYS_KEPT
  const files = messages * load.mediaShare
  const filesGb = (files * load.mediaMb) / 1000
  return {
    connectors: connectors(load) + filesGb * PRICES.egressGb,
    database: database(messages, kept),
    queues: queues(load, out, events),
    functions: functions(out, events),
    upstash: events * PRICES.qstashMessage + out * PRICES.redisCommand * 2,
    files: (filesGb / DAYS) * DAYS_KEPT * PRICES.s3GbMonth + files * (PRICES.s3Put + 2 * PRICES.s3Get),
    watching:
      ((messages * LOG_KB_A_MESSAGE) / 1e6) * PRICES.logsGb +
      (ALARMS + load.partitions) * PRICES.alarmMonth +
      CUSTOM_METRICS * PRICES.metricMonth,
    keys: 2 * PRICES.kmsKeyMonth + PRICES.secretMonth + (events / 50) * PRICES.kmsRequest,
  }
}

/** Returns the sum of all parts. */
export function total(parts: Estimate): number {
  return PARTS.reduce((sum, part) => sum + parts[part], 0)
}

/** Returns the number of connectors that a load needs. */
export function connectorCount(load: Pick<Load, 'sessions' | 'sessionsPerConnector'>): number {
  return Math.max(1, Math.ceil(load.sessions / load.sessionsPerConnector))
}

function connectors(load: Load): number {
  const each = VCPU * PRICES.fargateVcpuHour + MEMORY_GB * PRICES.fargateGbHour + PRICES.publicIpv4Hour
  return connectorCount(load) * each * HOURS
}

function database(messages: number, kept: number): number {
  const perSecond = messages / (HOURS * 3600)
  const units = CU_BASE + perSecond * CU_PER_MESSAGE_A_SECOND
  return units * HOURS * PRICES.neonCuHour + ((kept * DB_KB_A_MESSAGE) / 1e6) * PRICES.neonGbMonth
}

/** Commands and events are sent, received and deleted in batches of up to ten. The estimate assumes batches of one. */
function queues(load: Load, out: number, events: number): number {
  const idle = POLLS_A_MONTH * (load.partitions + LAMBDA_POLLERS)
  return (idle + 3 * (out + events)) * PRICES.sqsFifoRequest
}

function functions(out: number, events: number): number {
  const minutes = HOURS * 60
  const gbSeconds = out * API_GB_S + events * (JOB_GB_S + EVENT_GB_S) + minutes * SWEEP_GB_S
  const requests = out + 2 * events + minutes
  return (
    gbSeconds * PRICES.lambdaGbSecond +
    requests * PRICES.lambdaRequest +
    (out + events) * PRICES.httpApiRequest
  )
}
