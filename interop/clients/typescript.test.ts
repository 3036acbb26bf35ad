import { copyFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { it } from 'vitest'
import { useGateway } from '../../e2e/support/gateway.ts'
import { findGenerators } from './findGenerators.ts'
import { runScenarios } from './scenarios.ts'
import { openWorkshop, type Workshop } from './workshop.ts'

const gateway = useGateway()

it('serves a client that @hey-api/openapi-ts generates', async () => {
  const { heyApi } = await findGenerators()
  const workshop = await openWorkshop(gateway)
  await prepare(workshop, 'heyApi/scenarios.ts')
  const client = ['--client', '@hey-api/client-fetch', '--no-log-file']
  await workshop.run(heyApi, ['--input', workshop.documents.api, '--output', 'client', ...client])
  await workshop.run(heyApi, ['--input', workshop.documents.admin, '--output', 'admin', ...client])
  await compileAndRun(workshop)
})

it('serves a client of openapi-fetch with the types that openapi-typescript generates', async () => {
  const { openapiTypescript } = await findGenerators()
  const workshop = await openWorkshop(gateway)
  await prepare(workshop, 'openapiTypescript/scenarios.ts')
  await workshop.run(openapiTypescript, [workshop.documents.api, '--output', 'client/api.ts'])
  await workshop.run(openapiTypescript, [workshop.documents.admin, '--output', 'admin/api.ts'])
  await compileAndRun(workshop)
})

/** Makes the folder a package of ES modules with the program. The generators read the compiler options. */
async function prepare({ folder, source }: Workshop, program: string): Promise<void> {
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  await copyFile(source('program.tsconfig.json'), path.join(folder, 'tsconfig.json'))
  await copyFile(source(program), path.join(folder, 'scenarios.ts'))
}

async function compileAndRun(workshop: Workshop): Promise<void> {
  const { tsc } = await findGenerators()
  await workshop.run(tsc, [])
  await runScenarios(gateway, workshop, async (values) => {
    return await workshop.run(process.execPath, ['built/scenarios.js', values])
  })
}
