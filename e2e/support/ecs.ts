import type { AwsOperation } from './aws.ts'

/** The service of the connectors and the rule of the sweeps, as AWS has them. */
export interface FleetState {
  desiredCount: number
  isEnabled: boolean
}

/** Returns the operations of ECS and EventBridge on a state, for `startAws`. */
export function fleetOperations(state: FleetState): Record<string, AwsOperation> {
  return {
    'AmazonEC2ContainerServiceV20141113.DescribeServices': () => ({
      services: [{ desiredCount: state.desiredCount }],
    }),
    'AmazonEC2ContainerServiceV20141113.UpdateService': ({ desiredCount }) => {
      state.desiredCount = Number(desiredCount)
      return { service: { desiredCount: state.desiredCount } }
    },
    'AWSEvents.EnableRule': () => {
      state.isEnabled = true
      return {}
    },
    'AWSEvents.DisableRule': () => {
      state.isEnabled = false
      return {}
    },
  }
}

/** The variables with which the API and the sweeper find the fleet. */
export const FLEET_VARIABLES = {
  VESPER_CLUSTER: 'vesper',
  VESPER_SERVICE: 'connectors',
  VESPER_SWEEP_RULE: 'vesper-sweeps',
}
