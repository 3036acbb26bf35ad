import { type CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation'
import { readDeployed } from './deployed.ts'

/**
 * Deletes the firewall's stack after a deploy that removes the edge, because AWS bills a firewall that nothing uses. The deploy has deleted
 * the distribution, which used the firewall. Credentials may forbid the firewall's region, so that no other deploy calls it.
 * @param options.client a client of the firewall's region
 * @param options.hadEdge true if the earlier deploy had an edge
 */
export async function removeUnusedEdge(options: {
  client: CloudFormationClient
  stack: string
  hadEdge: boolean
  hasEdge: boolean
  say(line: string): void
}): Promise<void> {
  const { client, stack, hadEdge, hasEdge, say } = options
  if (!hadEdge || hasEdge || (await readDeployed(client, stack)) === null) return
  await client.send(new DeleteStackCommand({ StackName: stack }))
  say(`CloudFormation deletes ${stack}, the firewall that nothing uses any more.`)
}
