import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, expect, inject, it } from 'vitest'
import { SETTING_NAMES } from '#infra/settings.ts'
import { synthesize } from '../../infra/stacks/assertions/synth.ts'
import { CFN_LINT_FINDINGS, CHECKOV_FINDINGS } from './acceptedFindings.ts'
import { lintTemplates, scanTemplates, unexpected } from './lintTemplates.ts'
import { OPTIONS } from './options.ts'

/** moto replaces a topic whose key changes, and AWS does not. The small size without a key is checked here only. */
const TEMPLATES = { ...OPTIONS, withoutKey: { size: 'small', dashboard: 'false', alarmKey: 'false' } }

let folder = ''
beforeAll(async () => {
  folder = path.join(inject('folder'), 'templates')
  await mkdir(folder, { recursive: true })
  // Most options leave the data stack alone. Each template is checked once.
  const written = new Set<string>()
  for (const [name, settings] of Object.entries(TEMPLATES))
    for (const { stackName, template } of synthesize(settings).app.synth().stacks) {
      const json = JSON.stringify(template)
      if (!written.has(json)) await writeFile(path.join(folder, `${name}.${stackName}.json`), json)
      written.add(json)
    }
})

it('cfn-lint finds nothing in the templates of each option, except what has a reason', async () => {
  expect(unexpected(await lintTemplates(folder), CFN_LINT_FINDINGS)).toEqual({ unexpected: [], gone: [] })
})

it('checkov finds nothing in the templates of each option, except what has a reason', async () => {
  expect(unexpected(await scanTemplates(folder), CHECKOV_FINDINGS)).toEqual({ unexpected: [], gone: [] })
})

/** Settings that change only sizes, times and texts of resources. The option `sizes` deploys some of them. */
const SIZES = [
  ...['stage', 'connectorCpu', 'connectorMemoryMb', 'sessionsPerConnector', 'apiMemoryMb', 'apiConcurrency'],
  ...['eventsConcurrency', 'eventsReserved', 'requestsPerKey', 'requestsPerSecond', 'requestBurst'],
  ...['jobsPerSecond', 'adminPerSecond', 'openPerSecond', 'keepMessagesDays', 'keepDeliveriesDays'],
  ...['receiveMaxMb', 'keepMediaDays', 'logLevel', 'edgePerAddress'],
]

it('has an option for each setting that adds, removes or closes resources', () => {
  const deployed = new Set([
    ...SIZES,
    ...Object.values(TEMPLATES).flatMap((settings) => Object.keys(settings)),
  ])
  expect(SETTING_NAMES.filter((setting) => !deployed.has(setting))).toEqual([])
})
