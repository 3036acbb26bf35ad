import { type CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation'
import { readDeployed } from './deployed.ts'

/**
 * Deletes the firewall's stack after the deploy of a gateway without an edge, because AWS bills a firewall that nothing uses. The deploy
 * has deleted the distribution, which used the firewall.
 * @param client a client of the firewall's region
 */
export async function removeUnusedEdge(options: {
  client: CloudFormationClient
  stack: string
  hasEdge: boolean
  say(line: string): void
}): Promise<void> {
  const { client, stack, hasEdge, say } = options
  if (hasEdge || (await readDeployed(client, stack)) === null) return
  await client.send(new DeleteStackCommand({ StackName: stack }))
  say(`CloudFormation deletes ${stack}, the firewall that nothing uses any more.`)
}
