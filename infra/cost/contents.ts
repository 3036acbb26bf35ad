import { PUBLISHED_METRICS, RARE_METRICS } from '#shared/contracts/metrics.ts'
import type { Settings } from '../settings.ts'

/** Settings that add billed resources. */
export type Options = Pick<
  Settings,
  'nat' | 'edge' | 'dashboard' | 'alarmKey' | 'connectorMin' | 'connectorMax'
>

/** The resources of the templates that AWS bills by the month or the hour, however small the load is. */
export interface Contents {
  /** An alarm on an expression is billed for each metric of it. */
  alarmMetrics: number
  /** Metrics that have values in each hour. */
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

const ALARM_METRICS = 22
/** An autoscaling of a target has two alarms. */
const SCALING_ALARM_METRICS = 2
/** The rotation's errors, and refused requests of two functions. */
const EDGE_ALARM_METRICS = 3
/** QStash's calls, the rate of an address, and AWS' three groups. */
const FIREWALL_RULES = 5

/** Returns the contents of the templates. The test of this folder counts them in the synthesized templates. */
export function contentsOf(options: Options): Contents {
  const { nat, edge, dashboard, alarmKey, connectorMin, connectorMax } = options
  const scales = connectorMax > connectorMin
  return {
    alarmMetrics: ALARM_METRICS + (scales ? SCALING_ALARM_METRICS : 0) + (edge ? EDGE_ALARM_METRICS : 0),
    customMetrics: PUBLISHED_METRICS.length - RARE_METRICS.length,
    dashboards: dashboard ? 1 : 0,
    kmsKeys: alarmKey ? 2 : 1,
    secrets: edge ? 2 : 1,
    natGateways: nat ? 1 : 0,
    natAddresses: nat ? 1 : 0,
    addressesPerConnector: nat ? 0 : 1,
    webAcls: edge ? 1 : 0,
    webAclRules: edge ? FIREWALL_RULES : 0,
  }
}
