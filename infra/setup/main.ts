import { IAMClient } from '@aws-sdk/client-iam'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas'
import { clientOptions, readArguments } from '../deploy/arguments.ts'
import { merge } from '../deploy/deploy.ts'
import { settingsSchema, stageSchema } from '../settings.ts'
import { openSettingsFile } from '../settingsFile.ts'
import { prepareAccount } from './account.ts'
import { chooseConcurrency, readQuota } from './concurrency.ts'
import { readGiven } from './config.ts'
import { deployDataStack } from './dataStack.ts'
import { askForAlarms } from './questions.ts'
import { openSecretStore } from './secretStore.ts'
import { setUp } from './setUp.ts'
import { terminalAsk } from './terminal.ts'

/**
 * `npm run deploy:setup` prepares the account, deploys the data stack and writes its secret. The arguments are settings and arguments of
 * the CDK. The file keeps the settings for each later deploy.
 */
const say = (line: string) => void process.stdout.write(`${line}\n`)
const ask = terminalAsk()
const ofTerminal = ask && { ask }
try {
  const given = readGiven()
  const { settings, others } = readArguments(process.argv.slice(2))
  const stage = stageSchema.parse(settings.stage)
  const file = openSettingsFile(stage)
  file.write(merge(file.read() ?? {}, settings))
  const client = clientOptions(others)
  const [iam, quotas, lambda] = [
    new IAMClient(client),
    new ServiceQuotasClient(client),
    new LambdaClient(client),
  ]
  await prepareAccount({ iam, quotas, settings: settingsSchema.parse(file.read()), say })
  await chooseConcurrency({ quota: await readQuota(lambda), file, say, ...ofTerminal })
  await askForAlarms({ file, say, ...ofTerminal })
  const arn = await deployDataStack(stage, others)
  const secrets = new SecretsManagerClient({ ...client, region: arn.split(':')[3] ?? '' })
  const store = openSecretStore(secrets, arn)
  await setUp({ given, store, say, ...ofTerminal })
  say(`The settings are in ${file.path}. Keep a copy of the file.`)
  say(`Next: npm run deploy${stage === undefined ? '' : ` -- -c stage=${stage}`}`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
