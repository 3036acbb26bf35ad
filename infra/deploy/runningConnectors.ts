import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { DescribeServicesCommand, type ECSClient } from '@aws-sdk/client-ecs'

/** Key of the CDK's context: the number of connectors that run at the time of the deploy. */
export const RUNNING_KEY = 'vesper:runningConnectors'

/**
 * Returns the number of connectors that a deployed stack should run now. The autoscaling sets it.
 * @returns null if the stack has no service yet
 */
export async function runningConnectors(
  clients: { cloudFormation: CloudFormationClient; ecs: ECSClient },
  stack: string,
): Promise<number | null> {
  const { Stacks } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: stack }))
  const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
  const [cluster, service] = [outputs.get('Cluster'), outputs.get('Service')]
  if (cluster === undefined || service === undefined) return null
  const { services } = await clients.ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))
  return services?.[0]?.desiredCount || null
}
