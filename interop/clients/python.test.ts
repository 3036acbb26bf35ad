import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import { it } from 'vitest'
import { useGateway } from '../../e2e/support/gateway.ts'
import { findGenerators } from './findGenerators.ts'
import { runScenarios } from './scenarios.ts'
import { openWorkshop } from './workshop.ts'

const gateway = useGateway()

it('serves a client that openapi-python-client generates', async () => {
  const { openapiPythonClient, python } = await findGenerators()
  const workshop = await openWorkshop(gateway)
  const generate = async (document: string, name: string) => {
    const flags = ['--meta', 'none', '--config', workshop.source('python/config.yaml'), '--fail-on-warning']
    const places = ['--path', document, '--output-path', name]
    await workshop.run(openapiPythonClient, ['generate', ...flags, ...places])
  }
  await generate(workshop.documents.api, 'client')
  await generate(workshop.documents.admin, 'admin')
  await copyFile(workshop.source('python/scenarios.py'), path.join(workshop.folder, 'scenarios.py'))
  // A warning during the import of a module is an error.
  const options = ['-W', 'error', '-B', 'scenarios.py']
  await runScenarios(gateway, workshop, async (values) => await workshop.run(python, [...options, values]))
})
