import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, it, onTestFinished } from 'vitest'
import { startAws } from '../../e2e/support/aws.ts'
import { withSecret } from './withSecret.ts'

const ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:vesper'

async function secretsManager(SecretString: string | undefined) {
  const aws = await startAws({
    'secretsmanager.GetSecretValue': ({ SecretId }) => {
      if (SecretId === ARN && SecretString !== undefined) return { SecretString }
      throw Object.assign(new Error(), { name: 'ResourceNotFoundException' })
    },
  })
  onTestFinished(() => aws.stop())
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' }
  return new SecretsManagerClient({ endpoint: aws.endpoint, region: 'eu-central-1', credentials })
}

it('adds the values of the secret to the environment, and lets the environment take precedence', async () => {
  const client = await secretsManager('{"DATABASE_URL":"postgres://secret","QSTASH_TOKEN":"t"}')
  const environment = { VESPER_SECRET_ARN: ARN, LOG_LEVEL: 'info', QSTASH_TOKEN: 'own' }
  expect(await withSecret(environment, client)).toEqual({ ...environment, DATABASE_URL: 'postgres://secret' })
})

it('returns an environment without a secret unchanged', async () => {
  const environment = { DATABASE_URL: 'postgres://here' }
  expect(await withSecret(environment)).toBe(environment)
})

it.each([
  ['hunter2', /VESPER_SECRET_ARN: must contain a JSON object of strings/],
  ['{"DATABASE_URL":["hunter2"]}', /VESPER_SECRET_ARN: must contain a JSON object of strings/],
])('reports that a secret of %s is invalid, without quoting it', async (content, problem) => {
  const read = withSecret({ VESPER_SECRET_ARN: ARN }, await secretsManager(content))
  await expect(read).rejects.toThrow(problem)
  await expect(read).rejects.not.toThrow(/hunter2/)
})

it('tells the operator to run the setup while the secret has no value', async () => {
  const client = await secretsManager(undefined)
  await expect(withSecret({ VESPER_SECRET_ARN: ARN }, client)).rejects.toThrow(
    'VESPER_SECRET_ARN: has no value. Run `npm run deploy:setup`.',
  )
})
