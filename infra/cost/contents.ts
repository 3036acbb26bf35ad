import { PUBLISHED_METRICS } from '#shared/contracts/metrics.ts'

/** Options that add billed resources. */
export interface Options {
  partitions: number
  nat: boolean
  edge: boolean
}

/** The resources of the templates that AWS bills by the month or the hour, however small the load is. */
export interface Contents {
  /** An alarm on an expression is billed for each metric of it. */
  alarmMetrics: number
  /** Metrics that are always published. Metrics of log entries are published only in hours with such an entry. */
  customMetrics: number
  dashboards: number
  kmsKeys: number
  secrets: number
  natGateways: number
  /** Public IPv4 addresses of NAT gateways. */
  natAddresses: number
  /** 1 if each connector has a public IPv4 address. */
  addressesPerConnector: number
  webAcls: number
  webAclRules: number
}

/** Alarms of a gateway besides those of the partitions, by metric. */
const ALARM_METRICS = 25
/** The rotation's errors, and refused requests of two functions. */
const EDGE_ALARM_METRICS = 3
/** QStash's calls, the rate of an address, and AWS' three groups. */
const FIREWALL_RULES = 5

/** Returns the contents of the templates. The test of this folder counts them in the synthesized templates. */
export function contentsOf({ partitions, nat, edge }: Options): Contents {
  return {
    alarmMetrics: ALARM_METRICS + partitions + (edge ? EDGE_ALARM_METRICS : 0),
    customMetrics: PUBLISHED_METRICS.length,
    dashboards: 1,
    kmsKeys: 2,
    secrets: edge ? 2 : 1,
    natGateways: nat ? 1 : 0,
    natAddresses: nat ? 1 : 0,
    addressesPerConnector: nat ? 0 : 1,
    webAcls: edge ? 1 : 0,
    webAclRules: edge ? FIREWALL_RULES : 0,
  }
}
