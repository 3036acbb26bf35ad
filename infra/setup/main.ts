import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { readGiven } from './config.ts'
import { deployDataStack } from './dataStack.ts'
import { openSecretStore } from './secretStore.ts'
import { setUp } from './setUp.ts'
import { terminalAsk } from './terminal.ts'

/** `npm run deploy:setup`: the stack of data, and the secret in it. Arguments are the CDK's. */
const given = readGiven()
const arn = await deployDataStack(process.argv.slice(2))
const client = new SecretsManagerClient({ region: arn.split(':')[3] ?? '' })
const ask = terminalAsk()
try {
  await setUp({
    given,
    store: openSecretStore(client, arn),
    ...(ask && { ask }),
    say: (line) => process.stdout.write(`${line}\n`),
  })
  process.stdout.write('Now: npm run deploy\n')
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\nNothing was written.\n`)
  process.exitCode = 1
} finally {
  client.destroy()
}
