import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { expect, it, onTestFinished } from 'vitest'
import { removeUnusedEdge } from './removeEdge.ts'

/** Runs the removal against a stand-in for CloudFormation with the given stacks. Returns the deleted stacks. */
async function remove(stacks: readonly string[], hadEdge: boolean, hasEdge: boolean) {
  const deleted: string[] = []
  let calls = 0
  const server = createServer(async (request, response) => {
    calls += 1
    const form = new URLSearchParams(await text(request))
    const [action, name] = [form.get('Action'), form.get('StackName') ?? '']
    if (!stacks.includes(name)) {
      const error = `<Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message>`
      return response
        .writeHead(400)
        .end(`<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`)
    }
    if (action === 'DeleteStack') deleted.push(name)
    const result = action === 'GetTemplate' ? '<TemplateBody>{}</TemplateBody>' : ''
    return response.end(`<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' }
  const client = new CloudFormationClient({ endpoint, region: 'us-east-1', credentials })
  await removeUnusedEdge({ client, stack: 'VesperEdge', hadEdge, hasEdge, say: () => undefined })
  return { deleted, calls }
}

it('deletes the firewall of a gateway that has no edge any more, and nothing else', async () => {
  expect(await remove(['VesperEdge', 'VesperEdge-test'], true, false)).toMatchObject({
    deleted: ['VesperEdge'],
  })
  expect(await remove([], true, false)).toMatchObject({ deleted: [] })
})

it('does not call the region of the firewall for a gateway that had no edge, or keeps its edge', async () => {
  expect(await remove(['VesperEdge'], false, false)).toEqual({ deleted: [], calls: 0 })
  expect(await remove(['VesperEdge'], true, true)).toEqual({ deleted: [], calls: 0 })
})
