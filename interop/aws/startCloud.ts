import { randomBytes } from 'node:crypto'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { startSandbox } from 'vesper-sandbox'
import { inject } from 'vitest'
import { bundleFunction, FUNCTIONS } from '#infra/build/index.ts'
import {
  type DeployOptions,
  deployGateway,
  type GivenSettings,
  openSettingsFile,
  parseTemplate,
  readDeployed,
} from '#infra/deploy/index.ts'
import { openSecretStore } from '#infra/setup/index.ts'
import { startQStash } from '#local/qstash/index.ts'
import { startRedis } from '#local/redis/index.ts'
import { deploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { apiBundle } from '../../e2e/support/apiBundle.ts'
import { connectTo } from '../../e2e/support/database.ts'
import { ADMIN_TOKEN } from '../../e2e/support/functions.ts'
import { synthesize } from '../../infra/stacks/assertions/synth.ts'
import { bootstrap, type Deploy, deployStack, outputsOf } from './deployStacks.ts'
import { startMoto } from './startMoto.ts'

/** Settings of an option that the tests deploy, by name. */
export type Options = Record<string, GivenSettings>

/** An account of AWS in moto, and stand-ins for Neon, QStash, Upstash and WhatsApp. */
export type Cloud = Awaited<ReturnType<typeof startCloud>>

/**
 * Starts moto and the stand-ins, builds the functions, and synthesizes both stacks once for each option.
 * @param options the settings of each option; `nothing` is the standard
 */
export async function startCloud(options: Options) {
  const folder = path.join(inject('folder'), `cloud-${randomBytes(4).toString('hex')}`)
  const database = await createEmptyDatabase()
  const [qstash, redis, sandbox, bundles] = await Promise.all([
    startQStash({ stateFile: path.join(inject('folder'), `${path.basename(folder)}.jsonl`) }),
    startRedis(),
    startSandbox({ port: 0, smallUploads: true }),
    bundleAll(folder),
  ])
  const moto = await startMoto({
    VESPER_DATABASE_PROXY: database.VESPER_DATABASE_PROXY,
    VESPER_ALLOW_PRIVATE_URLS: 'true',
  })
  const assemblies = new Map(
    Object.entries(options).map(([name, settings]) => [name, synthesize(settings, { bundles }).app.synth()]),
  )
  await bootstrap(
    moto,
    [...assemblies.values()].map(({ directory }) => directory),
  )
  const assemblyOf = (name: string) => {
    const assembly = assemblies.get(name)
    if (!assembly) throw new Error(`${name} is no option of this cloud`)
    return assembly
  }
  let minute = 0
  const deployments = {
    /** Deploys the data stack, and writes the secret, as `deploy:setup` does. */
    async setUp() {
      const { template } = assemblyOf('nothing').getStackByName('VesperData')
      const { status } = await deployStack(moto, 'VesperData', template)
      const client = new SecretsManagerClient(moto.client)
      await openSecretStore(client, (await outputsOf(moto, 'VesperData')).SecretArn ?? '').write(
        deploymentSecret.parse({
          DATABASE_URL: database.DATABASE_URL,
          DATABASE_URL_DIRECT: database.DATABASE_URL,
          ...qstash.environment,
          ...redis.environment,
          VESPER_ADMIN_TOKEN: ADMIN_TOKEN,
        }),
      )
      client.destroy()
      return status
    },
    /** Deploys all stacks by the code of `npm run deploy`, with the settings of an option. */
    async deploy(name: string) {
      minute += 1
      const template = deployedAt(assemblyOf(name).getStackByName('VesperGateway').template, minute)
      const said: string[] = []
      const done: Deploy[] = []
      const cloudFormation = new CloudFormationClient(moto.client)
      const file = openSettingsFile(path.basename(folder), inject('folder'))
      const given: GivenSettings = {
        ...Object.fromEntries(Object.keys(file.read() ?? {}).map((key) => [key, undefined])),
        ...options[name],
      }
      const command: DeployOptions = {
        file,
        given,
        deployed: await readDeployed(cloudFormation, 'VesperGateway'),
        isConfirmed: true,
        say: (line) => void said.push(line),
        synthesize: async () => parseTemplate(JSON.stringify(template)),
        async deploy() {
          // The assembly lists each stack after the stacks that it needs.
          for (const { stackName, template: other } of assemblyOf(name).stacks)
            if (stackName !== 'VesperGateway')
              done.push(await deployStack(moto, stackName, other).catch(unchanged))
          done.push(await deployStack(moto, 'VesperGateway', template))
        },
      }
      await deployGateway(command).finally(() => cloudFormation.destroy())
      const gateway = done.at(-1) as Deploy
      return { ...gateway, changes: done.flatMap(({ changes }) => changes), said: said.join('\n') }
    },
  }
  return {
    moto,
    database,
    sandbox,
    qstash,
    ...deployments,
    async stop() {
      await moto.stop()
      await Promise.all([qstash.stop(), redis.stop(), sandbox.close()])
    },
  }
}

/** CloudFormation refuses an update that changes nothing. */
function unchanged(error: Error): Deploy {
  if (/No updates are to be performed/.test(error.message))
    return { status: '', changes: [], reason: undefined }
  throw error
}

/** Returns a template with the time of a later deploy, as `npm run deploy` gives each. */
function deployedAt(template: object, minute: number): object {
  const time = new Date(Date.UTC(2026, 11, 1, 10, minute)).toISOString()
  return JSON.parse(
    JSON.stringify(template).replaceAll(/"synthesizedAt":"[^"]+"/g, `"synthesizedAt":"${time}"`),
  )
}

async function bundleAll(folder: string): Promise<string> {
  await Promise.all(
    FUNCTIONS.map(async (name) => {
      if (name !== 'api') return await bundleFunction(name, path.join(folder, name))
      await cp(await apiBundle(), path.join(folder, 'api'), { recursive: true })
    }),
  )
  return folder
}

async function createEmptyDatabase() {
  const shared = inject('database')
  const name = `cloud_${randomBytes(6).toString('hex')}`
  const at = (database: string) => ({
    ...shared,
    DATABASE_URL: shared.DATABASE_URL.replace(/[^/]+$/, database),
  })
  const admin = connectTo(at('postgres'), { limits: 'none' })
  await admin.db.execute(`create database ${name}`)
  await admin.close()
  return at(name)
}
