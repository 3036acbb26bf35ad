import { expect, it } from 'vitest'
import { caller } from '../../e2e/support/client.ts'
import { useGateway, waitForStatus } from '../../e2e/support/gateway.ts'
import { startReceiver } from '../../e2e/support/receiver.ts'
import { adminOf } from '../../e2e/support/tenants.ts'
import { differences, unreached } from './failures.ts'
import { KNOWN_FAILURES, type KnownFailure } from './knownFailures.ts'
import { prepareAdmin } from './prepareAdmin.ts'
import { prepareApi } from './prepareApi.ts'
import { runSchemathesis } from './runSchemathesis.ts'
import { serveFiles } from './serveFiles.ts'
import { sharpen } from './sharpen.ts'

/** Checks that fail at most operations, for one reason. interop/README.md has the reasons. */
const UNCHECKED = ['unsupported_method', 'positive_data_acceptance']

const gateway = useGateway({ VESPER_CAMPAIGN_TIME_SCALE: '0' })

const known = (run: KnownFailure['run']) => KNOWN_FAILURES.filter((failure) => failure.run === run)

it('answers the public API as the reference says', async () => {
  const { url: receiver } = await startReceiver()
  const { url: gone } = await startReceiver((_, response) => response.writeHead(410))
  const resources = await prepareApi(gateway, { receiver, gone, files: await serveFiles() })
  const { body: document } = await caller(gateway.info.baseUrl)('GET', '/openapi.json')
  const auth = { scheme: 'apiKey', setting: 'api_key', value: gateway.info.apiKey } as const
  const target = { baseUrl: gateway.info.baseUrl, auth, resources, examples: 6 }

  const documented = await runSchemathesis({
    ...target,
    document,
    phases: ['examples', 'fuzzing'],
    mode: 'all',
    unchecked: UNCHECKED,
  })
  const narrower = await runSchemathesis({
    ...target,
    document: sharpen(document, resources),
    phases: ['fuzzing'],
    mode: 'positive',
    unchecked: [],
  })

  const found = [
    ...differences(documented.failures, known('api')),
    ...differences(narrower.failures, known('api, narrower bodies')),
    ...differences(unreached([documented, narrower]), known('both')),
  ]
  expect(found.join('\n\n')).toBe('')
  await waitForStatus(gateway.api, resources.body.session ?? '', 'connected')
})

it('answers the management API as the reference says', async () => {
  const admin = adminOf(gateway)
  const resources = await prepareAdmin(admin)
  const result = await runSchemathesis({
    document: (await admin('GET', '/openapi.json')).body,
    baseUrl: `${gateway.info.baseUrl}/admin/v1`,
    auth: { scheme: 'adminToken', setting: 'bearer', value: gateway.info.adminToken },
    resources,
    phases: ['examples', 'coverage', 'fuzzing'],
    mode: 'all',
    examples: 8,
    unchecked: UNCHECKED,
  })
  const found = [...differences(result.failures, known('admin')), ...differences(unreached([result]), [])]
  expect(found.join('\n\n')).toBe('')
})
