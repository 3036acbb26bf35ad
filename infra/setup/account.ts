import { CreateServiceLinkedRoleCommand, type IAMClient } from '@aws-sdk/client-iam'
import { GetServiceQuotaCommand, type ServiceQuotasClient } from '@aws-sdk/client-service-quotas'
import type { Settings } from '../settings.ts'

/** Fargate's quota of vCPUs on demand. */
const FARGATE_VCPUS = { ServiceCode: 'fargate', QuotaCode: 'L-3032A538' }
const CPU_UNITS = 1024

/**
 * Creates the service-linked role of ECS, which the first cluster of an account needs. Compares Fargate's quota with the settings.
 * Prints a line for each. An error stops neither.
 */
export async function prepareAccount(options: {
  iam: IAMClient
  quotas: ServiceQuotasClient
  settings: Settings
  say(line: string): void
}): Promise<void> {
  const { iam, quotas, settings, say } = options
  say(`ECS: ${await ensureRole(iam)}`)
  const quota = await readVcpus(quotas)
  if (typeof quota === 'string') return say(`Fargate: the quota of vCPUs could not be read (${quota}).`)
  // A deploy starts one connector more than usual, and a connector that stops counts until its end.
  const needed = ((settings.connectorMax + 2) * settings.connectorCpu) / CPU_UNITS
  say(
    `Fargate: the account has ${quota} vCPUs, and ${settings.connectorMax} connectors and a deploy need ${needed}`,
  )
  if (quota < needed)
    say(
      'Fargate: request a higher quota in Service Quotas ("Fargate On-Demand vCPU resource count"), or lower connectorMax.',
    )
}

async function ensureRole(iam: IAMClient): Promise<string> {
  try {
    await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'ecs.amazonaws.com' }))
    return 'the service-linked role is created'
  } catch (error) {
    const { name, message } = error as Error
    if (name === 'InvalidInputException' && /taken/.test(message)) return 'the service-linked role exists'
    return `the service-linked role could not be created (${name}). If the deploy misses it: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com`
  }
}

/** @returns the quota, or the name of the error */
async function readVcpus(quotas: ServiceQuotasClient): Promise<number | string> {
  try {
    const { Quota } = await quotas.send(new GetServiceQuotaCommand(FARGATE_VCPUS))
    return Quota?.Value ?? 'no value'
  } catch (error) {
    return (error as Error).name
  }
}
