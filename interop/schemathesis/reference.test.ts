import { expect, it } from 'vitest'
import { operatorBodySchema } from '#shared/contracts/events.ts'
import { caller } from '../../e2e/support/client.ts'
import { useGateway, waitForStatus } from '../../e2e/support/gateway.ts'
import { addPatch } from '../../e2e/support/openapi/addPatch.ts'
import { prepareAdmin } from '../../e2e/support/openapi/prepareAdmin.ts'
import { prepareApi } from '../../e2e/support/openapi/prepareApi.ts'
import { serveFiles } from '../../e2e/support/openapi/serveFiles.ts'
import { startReceiver } from '../../e2e/support/receiver.ts'
import { adminOf, createTenant } from '../../e2e/support/tenants.ts'
import { differences, unreached } from './failures.ts'
import { KNOWN_FAILURES, type KnownFailure } from './knownFailures.ts'
import { runSchemathesis } from './runSchemathesis.ts'

const gateway = useGateway({ VESPER_CAMPAIGN_TIME_SCALE: '0' })

const known = (run: KnownFailure['run']) => KNOWN_FAILURES.filter((failure) => failure.run === run)

it('answers the public API as the reference says, and hides the resources of a tenant from another', async () => {
  const { url: receiver } = await startReceiver()
  const { url: gone } = await startReceiver((_, response) => response.writeHead(410))
  const resources = await prepareApi(gateway, { receiver, gone, files: await serveFiles() })
  const document = addPatch((await caller(gateway.info.baseUrl)('GET', '/openapi.json')).body)
  const { key: stranger } = await createTenant(gateway, 'self_hosted')
  const access = { owner: gateway.info.apiKey, stranger }
  const target = { document, baseUrl: gateway.info.baseUrl, access }
  const { session = '', appId = '' } = resources.body

  const documented = await runSchemathesis({
    ...target,
    resources,
    isPinned: true,
    phases: ['examples', 'coverage', 'fuzzing'],
    mode: 'all',
    examples: 6,
  })
  await waitForStatus(gateway.api, session, 'connected')
  // A sequence may list the sessions and delete this one.
  const sequences = await runSchemathesis({
    ...target,
    // Ids of earlier answers are kept.
    resources: { ...resources, ids: [], body: { session, sessionId: session, appId } },
    isPinned: false,
    phases: ['stateful'],
    mode: 'positive',
    examples: 20,
  })

  const found = [
    ...differences(documented.failures, known('api')),
    ...differences(sequences.failures, known('stateful')),
    ...differences(unreached([documented]), known('api')),
  ]
  expect(found.join('\n\n')).toBe('')
  expect((await gateway.api('GET', '/me')).status).toBe(200)
})

it('answers the management API as the reference says', async () => {
  const admin = adminOf(gateway)
  const { url } = await startReceiver(undefined, 0, operatorBodySchema)
  const resources = await prepareAdmin(admin, url)
  const result = await runSchemathesis({
    document: addPatch((await admin('GET', '/openapi.json')).body),
    baseUrl: `${gateway.info.baseUrl}/admin/v1`,
    access: { token: gateway.info.adminToken },
    resources,
    isPinned: true,
    phases: ['examples', 'coverage', 'fuzzing', 'stateful'],
    mode: 'all',
    examples: 8,
  })
  const found = [...differences(result.failures, known('admin')), ...differences(unreached([result]), [])]
  expect(found.join('\n\n')).toBe('')
})
