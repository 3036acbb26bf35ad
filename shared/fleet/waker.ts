import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import type { FleetWaker } from '#shared/domain/context.ts'
import { clientOptions } from './clientOptions.ts'
import type { DeployedFleet } from './index.ts'

/** Creates the waker of the API. The caller knows that no connector should run, so that the minimum is no step down. */
export function createWaker(fleet: DeployedFleet): FleetWaker {
  const options = clientOptions(fleet.region)
  const [ecs, eventBridge] = [new ECSClient(options), new EventBridgeClient(options)]
  return {
    async startConnectors() {
      const { cluster, service, connectorMin: desiredCount } = fleet
      await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount }))
    },
    async startSweeps() {
      await eventBridge.send(new EnableRuleCommand({ Name: fleet.sweepRule }))
    },
  }
}
