import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { ECSClient } from '@aws-sdk/client-ecs'
import { PROJECT_FOLDER } from '../build/bundle.ts'
import { namesOf } from '../names.ts'
import { settingsSchema, stageSchema } from '../settings.ts'
import { type GivenSettings, openSettingsFile } from '../settingsFile.ts'
import { terminalAsk } from '../setup/terminal.ts'
import { EDGE_REGION } from '../stacks/edgeRegion.ts'
import { clientOptions, readArguments } from './arguments.ts'
import { deployGateway } from './deploy.ts'
import { parseTemplate, readDeployed, settingsOf } from './deployed.ts'
import { removeUnusedEdge } from './removeEdge.ts'
import { RUNNING_KEY, runningConnectors } from './runningConnectors.ts'

const OUT = path.join(PROJECT_FOLDER, 'cdk.out')

/** Runs the CDK in this terminal. @throws Error if it fails */
async function cdk(args: readonly string[]): Promise<void> {
  const child = spawn(path.join(PROJECT_FOLDER, 'node_modules/.bin/cdk'), args, {
    cwd: PROJECT_FOLDER,
    stdio: 'inherit',
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`cdk ${args[0]} exited with code ${code}`)
}

/** `npm run deploy` deploys both stacks with the settings of the file. */
try {
  const { settings: given, isConfirmed, others } = readArguments(process.argv.slice(2))
  const stage = stageSchema.parse(given.stage)
  const names = namesOf(stage)
  const options = clientOptions(others)
  const [cloudFormation, ecs] = [new CloudFormationClient(options), new ECSClient(options)]
  const deployed = await readDeployed(cloudFormation, names.gatewayStack)
  const running = deployed && (await runningConnectors({ cloudFormation, ecs }, names.gatewayStack))
  const context = [
    ...(stage === undefined ? [] : ['-c', `stage=${stage}`]),
    ...(running === null ? [] : ['-c', `${RUNNING_KEY}=${running}`]),
  ]
  const ask = terminalAsk()
  const file = openSettingsFile(stage)
  const say = (line: string) => void process.stdout.write(`${line}\n`)
  await deployGateway({
    file,
    given,
    isConfirmed,
    deployed,
    ...(ask && { ask }),
    say,
    async synthesize() {
      await cdk(['synth', '--quiet', '--output', OUT, ...context, ...others])
      return parseTemplate(await readFile(path.join(OUT, `${names.gatewayStack}.template.json`), 'utf8'))
    },
    async deploy() {
      await cdk(['deploy', '--all', '--app', OUT, ...others])
      const client = new CloudFormationClient({ ...options, region: EDGE_REGION })
      const edgeOf = (settings: GivenSettings | null) => settingsSchema.parse(settings ?? {}).edge
      const [hadEdge, hasEdge] = [edgeOf(deployed && settingsOf(deployed)), edgeOf(file.read())]
      await removeUnusedEdge({ client, stack: names.edgeStack, hadEdge, hasEdge, say })
    },
  })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
