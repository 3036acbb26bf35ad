import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { PYTHON } from './findTools.ts'
import type { Moto } from './startMoto.ts'

const BOOTSTRAP = fileURLToPath(new URL('./cloud/bootstrap.py', import.meta.url))
const run = promisify(execFile)

/** Makes the bucket of `cdk bootstrap`, and uploads the assets of synthesized folders. */
export async function bootstrap(moto: Moto, folders: readonly string[]): Promise<void> {
  await run(PYTHON, ['-B', BOOTSTRAP, moto.endpoint, ...folders])
}

/** A change of a resource in a deploy: `UPDATE AWS::SQS::Queue Id`. */
export interface Deploy {
  status: string
  changes: string[]
  /** The error that stopped the deploy, and led to its rollback. */
  reason: string | undefined
}

/** Creates or updates a stack, and returns its changes in their order. */
export async function deployStack(moto: Moto, stack: string, template: object): Promise<Deploy> {
  const client = new CloudFormationClient(moto.client)
  try {
    const before = await eventsOf(client, stack)
    const input = { StackName: stack, TemplateBody: JSON.stringify(template) }
    if (before.length === 0) await client.send(new CreateStackCommand(input))
    else await client.send(new UpdateStackCommand(input))
    const events = (await eventsOf(client, stack)).slice(before.length)
    return {
      status: (await describe(client, stack))?.StackStatus ?? '',
      changes: events
        .filter(({ ResourceType }) => ResourceType !== 'AWS::CloudFormation::Stack')
        .map((event) => `${event.ResourceStatus} ${event.ResourceType} ${event.LogicalResourceId}`),
      reason: events.find(({ ResourceStatus }) => ResourceStatus === 'UPDATE_FAILED')?.ResourceStatusReason,
    }
  } finally {
    client.destroy()
  }
}

/** Returns the outputs of a stack. */
export async function outputsOf(moto: Moto, stack: string): Promise<Record<string, string>> {
  const client = new CloudFormationClient(moto.client)
  const outputs = (await describe(client, stack))?.Outputs ?? []
  client.destroy()
  return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]))
}

async function describe(client: CloudFormationClient, stack: string) {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }))
  return Stacks?.[0]
}

/** Returns the events of a stack, oldest first; none if the stack does not exist. */
async function eventsOf(client: CloudFormationClient, stack: string) {
  const events = []
  let NextToken: string | undefined
  try {
    do {
      const page = await client.send(new DescribeStackEventsCommand({ StackName: stack, NextToken }))
      events.push(...(page.StackEvents ?? []))
      NextToken = page.NextToken
    } while (NextToken)
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) return []
    throw error
  }
  return events.reverse()
}
