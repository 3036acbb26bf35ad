import { IAMClient } from '@aws-sdk/client-iam'
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { settingsSchema } from '#infra/settings.ts'
import { prepareAccount } from '#infra/setup/account.ts'
import { type Moto, startMoto } from './startMoto.ts'

let moto: Moto
beforeAll(async () => {
  moto = await startMoto()
})
afterAll(() => moto?.stop())

async function prepare(settings: object): Promise<string[]> {
  const said: string[] = []
  const clients = { iam: new IAMClient(moto.client), quotas: new ServiceQuotasClient(moto.client) }
  await prepareAccount({
    ...clients,
    settings: settingsSchema.parse(settings),
    say: (line) => said.push(line),
  })
  clients.iam.destroy()
  clients.quotas.destroy()
  return said
}

it('creates the service-linked role of ECS once, and compares the vCPUs of a new account with the settings', async () => {
  expect(await prepare({ size: 'large' })).toEqual([
    'ECS: the service-linked role is created',
    'Fargate: the account has 6 vCPUs, and 4 connectors and a deploy need 6',
  ])
  expect(await prepare({ size: 'large', connectorMax: '8' })).toEqual([
    'ECS: the service-linked role exists',
    'Fargate: the account has 6 vCPUs, and 8 connectors and a deploy need 10',
    expect.stringMatching(/^Fargate: request a higher quota/),
  ])
})
