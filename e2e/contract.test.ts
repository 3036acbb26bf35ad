import { expect, it } from 'vitest'
import { operatorBodySchema } from '#shared/contracts/events.ts'
import { type Call, caller } from './support/client.ts'
import { useSharedGateway } from './support/gateway.ts'
import { addPatch } from './support/openapi/addPatch.ts'
import { Contract, type ContractOperation, type Document } from './support/openapi/contract.ts'
import { findFaults } from './support/openapi/findFaults.ts'
import { prepareAdmin } from './support/openapi/prepareAdmin.ts'
import { prepareApi } from './support/openapi/prepareApi.ts'
import { HIDDEN_OF_WEBHOOK, prepareUpdates } from './support/openapi/prepareUpdates.ts'
import type { Resources } from './support/openapi/resources.ts'
import { serveFiles } from './support/openapi/serveFiles.ts'
import { findUpdateFaults } from './support/openapi/updates.ts'
import { startReceiver } from './support/receiver.ts'
import { adminOf, createTenant } from './support/tenants.ts'

const seed = Number(process.env.VESPER_CONTRACT_SEED ?? 20)
/** Generated requests for each operation; a higher number searches longer. */
const RUNS = Number(process.env.VESPER_CONTRACT_RUNS ?? 4)
/** A new or restarted session costs a connection to WhatsApp. */
const COSTLY = ['POST /api/v1/sessions', 'POST /api/v1/sessions/{id}/restart']
const runsOf = ({ label }: ContractOperation) => (COSTLY.includes(label) ? 2 : RUNS)

const gateway = useSharedGateway()

it(`accepts valid requests of the public API and refuses invalid ones (seed ${seed})`, async () => {
  const { url: receiver } = await startReceiver()
  const { url: gone } = await startReceiver((_, response) => response.writeHead(410))
  const resources = await prepareApi(gateway, { receiver, gone, files: await serveFiles() })
  const { body: document } = await caller(gateway.info.baseUrl)('GET', '/openapi.json')
  const call = caller(gateway.info.baseUrl, { 'x-api-key': gateway.info.apiKey })
  expect(await faultsOf(document, call, resources)).toBe('')
})

it(`accepts valid requests of the management API and refuses invalid ones (seed ${seed})`, async () => {
  const call = adminOf(gateway)
  const { url } = await startReceiver(undefined, 0, operatorBodySchema)
  const resources = await prepareAdmin(call, url)
  const { body: document } = await call('GET', '/openapi.json')
  expect(await faultsOf(document, call, resources)).toBe('')
})

it(`changes only the given fields of a resource, by each subset of the fields (seed ${seed})`, async () => {
  const { body: document } = await caller(gateway.info.baseUrl)('GET', '/openapi.json')
  const call = caller(gateway.info.baseUrl, { 'x-api-key': gateway.info.apiKey })
  const prepared = await prepareUpdates(gateway)
  const contract = new Contract(document)
  expect((await findUpdateFaults({ contract, call, seed, ...prepared })).join('\n')).toBe('')
})

it(`changes only the given fields in the management API (seed ${seed})`, async () => {
  const call = adminOf(gateway)
  const contract = new Contract((await call('GET', '/openapi.json')).body)
  const { keyId, api } = await createTenant(gateway, 'self_hosted')
  const { id: session } = (await api('POST', '/sessions', { name: 'one' })).body.data
  const wanted = {
    '/keys/{keyId}': {
      url: `/keys/${keyId}`,
      values: {
        scopes: [['read'], ['read', 'send']],
        sessions: [[session], null],
        expiresAt: ['2999-01-01T00:00:00.000Z', null],
        allowedIps: [['203.0.113.0/24'], null],
      },
    },
    '/accounts/{accountId}': { changes: { plan: ['plan', 'limits'] } },
    '/webhooks/{id}': { changes: HIDDEN_OF_WEBHOOK },
    '/whatsapp-version': {
      url: '/whatsapp-version',
      values: { version: ['2.3000.1043857760', '2.3000.1043990001'] },
      changes: { version: ['version', 'chosen', 'source'] },
    },
  }
  expect((await findUpdateFaults({ contract, call, seed, wanted, known: {} })).join('\n')).toBe('')
})

async function faultsOf(document: Document, call: Call, resources: Resources): Promise<string> {
  const contract = new Contract(addPatch(document))
  return (await findFaults({ contract, call, resources, seed, runsOf })).join('\n')
}
