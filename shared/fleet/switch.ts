import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import type { FleetSwitch } from '#shared/domain/context.ts'
import { clientOptions } from './clientOptions.ts'
import type { DeployedFleet } from './index.ts'

/** Creates the switch of the sweeper. The number of connectors changes only if it is outside of the given limits. */
export function createSwitch(fleet: DeployedFleet): FleetSwitch {
  const { cluster, service, sweepRule: Name, connectorMin, connectorMax } = fleet
  const options = clientOptions(fleet.region)
  const [ecs, eventBridge] = [new ECSClient(options), new EventBridgeClient(options)]

  /** @throws Error if the service does not exist */
  const keepBetween = async (min: number, max: number): Promise<void> => {
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))
    const current = services?.[0]?.desiredCount
    if (current === undefined) throw new Error(`The service ${service} does not exist in ${cluster}`)
    const desiredCount = Math.min(Math.max(current, min), max)
    if (desiredCount !== current) await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount }))
  }

  return {
    connectorMin,
    startConnectors: () => keepBetween(connectorMin, connectorMax),
    stopConnectors: () => keepBetween(0, 0),
    async startSweeps() {
      await eventBridge.send(new EnableRuleCommand({ Name }))
    },
    async stopSweeps() {
      await eventBridge.send(new DisableRuleCommand({ Name }))
    },
  }
}
