import path from 'node:path'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { PROJECT_FOLDER } from '../build/bundle.ts'
import { chooseConcurrency, readQuota } from './concurrency.ts'
import { readGiven } from './config.ts'
import { openContextFile } from './contextFile.ts'
import { deployDataStack } from './dataStack.ts'
import { openSecretStore } from './secretStore.ts'
import { setUp } from './setUp.ts'
import { terminalAsk } from './terminal.ts'

/** `npm run deploy:setup` deploys the data stack and writes its secret. The arguments are those of the CDK. */
const given = readGiven()
const arn = await deployDataStack(process.argv.slice(2))
const region = arn.split(':')[3] ?? ''
const client = new SecretsManagerClient({ region })
const lambda = new LambdaClient({ region })
const ask = terminalAsk()
const say = (line: string) => void process.stdout.write(`${line}\n`)
try {
  const context = openContextFile(path.join(PROJECT_FOLDER, 'cdk.context.json'))
  await chooseConcurrency({ quota: await readQuota(lambda), context, say, ...(ask && { ask }) })
  await setUp({
    given,
    store: openSecretStore(client, arn),
    ...(ask && { ask }),
    say,
  })
  process.stdout.write('Next: npm run deploy\n')
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\nNothing was written.\n`)
  process.exitCode = 1
} finally {
  client.destroy()
  lambda.destroy()
}
