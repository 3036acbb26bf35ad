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

it('completes the environment by what is secret, which the environment itself overrules', async () => {
  const client = await secretsManager('{"DATABASE_URL":"postgres://secret","QSTASH_TOKEN":"t"}')
  const environment = { VESPER_SECRET_ARN: ARN, LOG_LEVEL: 'info', QSTASH_TOKEN: 'own' }
  expect(await withSecret(environment, client)).toEqual({ ...environment, DATABASE_URL: 'postgres://secret' })
})

it('leaves an environment that names no secret as it is', async () => {
  const environment = { DATABASE_URL: 'postgres://here' }
  expect(await withSecret(environment)).toBe(environment)
})

it.each([
  ['hunter2', /VESPER_SECRET_ARN: holds no JSON object of strings/],
  ['{"DATABASE_URL":["hunter2"]}', /VESPER_SECRET_ARN: holds no JSON object of strings/],
])('says what is wrong with a secret of %s, and none of it', async (content, problem) => {
  const read = withSecret({ VESPER_SECRET_ARN: ARN }, await secretsManager(content))
  await expect(read).rejects.toThrow(problem)
  await expect(read).rejects.not.toThrow(/hunter2/)
})

it('says what to do where nothing was written yet', async () => {
  const client = await secretsManager(undefined)
  await expect(withSecret({ VESPER_SECRET_ARN: ARN }, client)).rejects.toThrow(
    'VESPER_SECRET_ARN: has no value: run `npm run deploy:setup`',
  )
})
