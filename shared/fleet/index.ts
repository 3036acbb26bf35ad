import type { FleetEnvironment } from '#shared/contracts/environment.ts'
import type { FleetSwitch, FleetWaker } from '#shared/domain/context.ts'
import { once } from '#shared/once.ts'

/** The connectors and the schedule of a deployment. */
export interface DeployedFleet {
  region: string
  cluster: string
  service: string
  sweepRule: string
  connectorMin: number
  connectorMax: number
}

/** Returns the waker of the API, or undefined if nobody stops the fleet. The SDKs load at their first use. */
export function openFleetWaker(config: FleetEnvironment): FleetWaker | undefined {
  const fleet = fleetOf(config)
  if (!fleet) return undefined
  const waker = once(async () => (await import('./waker.ts')).createWaker(fleet))
  return {
    startConnectors: async () => (await waker()).startConnectors(),
    startSweeps: async () => (await waker()).startSweeps(),
  }
}

/** Returns the switch of the sweeper, or undefined if nobody stops the fleet. */
export function openFleetSwitch(config: FleetEnvironment): FleetSwitch | undefined {
  const fleet = fleetOf(config)
  if (!fleet) return undefined
  const made = once(async () => (await import('./switch.ts')).createSwitch(fleet))
  return {
    connectorMin: fleet.connectorMin,
    startConnectors: async () => (await made()).startConnectors(),
    startSweeps: async () => (await made()).startSweeps(),
    stopConnectors: async () => (await made()).stopConnectors(),
    stopSweeps: async () => (await made()).stopSweeps(),
  }
}

function fleetOf(config: FleetEnvironment): DeployedFleet | undefined {
  const { VESPER_CLUSTER: cluster, VESPER_SERVICE: service, VESPER_SWEEP_RULE: sweepRule } = config
  if (cluster === undefined || service === undefined || sweepRule === undefined) return undefined
  return {
    ...{ cluster, service, sweepRule },
    region: config.AWS_REGION,
    connectorMin: config.VESPER_CONNECTOR_MIN,
    connectorMax: config.VESPER_CONNECTOR_MAX,
  }
}
