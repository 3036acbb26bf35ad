import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { CloudFrontClient } from '@aws-sdk/client-cloudfront'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, it, onTestFinished } from 'vitest'
import { createLogger } from '#shared/logger.ts'
import { startAws } from '../../e2e/support/aws.ts'
import { edgeSecretReader } from '../http/edge/readEdgeSecret.ts'
import { rotate } from './rotate.ts'

const SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:edge'
const FIRST = 'a'.repeat(64)
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const
/** Polls after which the stand-in of CloudFront has deployed a change. */
const POLLS = 3

const configOf = (
  value: string,
) => `<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
<CallerReference>ref</CallerReference><Comment>Vesper</Comment><Enabled>true</Enabled><WebACLId>arn:aws:wafv2:web</WebACLId>
<Origins><Quantity>1</Quantity><Items><Origin><Id>api</Id><DomainName>x.execute-api.eu-central-1.amazonaws.com</DomainName>
<CustomHeaders><Quantity>1</Quantity><Items><OriginCustomHeader><HeaderName>x-vesper-edge</HeaderName><HeaderValue>${value}</HeaderValue></OriginCustomHeader></Items></CustomHeaders>
</Origin></Items></Origins></DistributionConfig>`

/** Starts a stand-in for CloudFront with one distribution, whose changes take some polls. */
async function startCloudFront() {
  const state = { config: configOf(FIRST), etag: 1, pollsLeft: 0, served: FIRST, updates: 0 }
  const sent = () => /<HeaderValue>(\w+)</.exec(state.config)?.[1] ?? ''
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: string) =>
      response.writeHead(status, { 'content-type': 'text/xml', etag: `E${state.etag}` }).end(body)
    const { method, url = '' } = request
    const body = await text(request)
    if (method === 'PUT') {
      if (request.headers['if-match'] !== `E${state.etag}`)
        return answer(412, '<ErrorResponse><Error><Code>PreconditionFailed</Code></Error></ErrorResponse>')
      Object.assign(state, {
        config: body,
        etag: state.etag + 1,
        pollsLeft: POLLS,
        updates: state.updates + 1,
      })
      return answer(200, `<Distribution><Id>E1</Id><Status>InProgress</Status></Distribution>`)
    }
    if (url.endsWith('/config')) return answer(200, state.config)
    if (state.pollsLeft > 0) state.pollsLeft -= 1
    if (state.pollsLeft === 0) state.served = sent()
    const status = state.pollsLeft === 0 ? 'Deployed' : 'InProgress'
    return answer(
      200,
      `<Distribution><Id>E1</Id><Status>${status}</Status><DomainName>d1.cloudfront.net</DomainName>${state.config}</Distribution>`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { state, sent, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Starts stand-ins of both services, and a rotation that uses them. */
async function deployment() {
  const versions = new Map([['v1', { value: FIRST, labels: ['AWSCURRENT'] }]])
  const move = (label: string, to: string) => {
    for (const version of versions.values()) version.labels = version.labels.filter((one) => one !== label)
    versions.get(to)?.labels.push(label)
  }
  const notFound = () => Object.assign(new Error(), { name: 'ResourceNotFoundException' })
  const aws = await startAws({
    'secretsmanager.GetSecretValue': ({ VersionId, VersionStage = 'AWSCURRENT' }) => {
      const found = [...versions].find(
        ([id, { labels }]) => labels.includes(VersionStage) && (VersionId === undefined || VersionId === id),
      )
      if (!found) throw notFound()
      return { SecretString: JSON.stringify({ value: found[1].value }) }
    },
    'secretsmanager.PutSecretValue': ({ ClientRequestToken = '', SecretString = '' }) => {
      versions.set(ClientRequestToken, { value: JSON.parse(SecretString).value, labels: [] })
      move('AWSPENDING', ClientRequestToken)
      return {}
    },
    'secretsmanager.DescribeSecret': () => ({
      VersionIdsToStages: Object.fromEntries([...versions].map(([id, { labels }]) => [id, labels])),
    }),
    'secretsmanager.UpdateSecretVersionStage': ({ MoveToVersionId = '', RemoveFromVersionId = '' }) => {
      move('AWSCURRENT', MoveToVersionId)
      move('AWSPREVIOUS', RemoveFromVersionId)
      return {}
    },
  })
  onTestFinished(() => aws.stop())
  const cloudFront = await startCloudFront()
  const options = { region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } }
  const secrets = new SecretsManagerClient({ ...options, endpoint: aws.endpoint })
  const accepted = edgeSecretReader(SECRET, secrets)
  const refused: string[] = []
  /** Checks at each moment that the functions accept the values that CloudFront sends: the old one, and the one under way. */
  const check = async () => {
    const values = await accepted()
    for (const value of [cloudFront.state.served, cloudFront.sent()])
      if (!values.includes(value)) refused.push(value)
  }
  const waited: number[] = []
  const context = {
    secrets,
    cloudFront: new CloudFrontClient({ ...options, endpoint: cloudFront.endpoint }),
    distributionId: 'E1',
    log: createLogger({ level: 'silent', name: 'test' }),
    wait: async (ms: number) => {
      waited.push(ms)
      await check()
    },
    probe: async (): Promise<number> => 200,
  }
  const run = async (token: string, steps: readonly string[] = STEPS) => {
    for (const Step of steps) {
      await rotate(context, { Step, SecretId: SECRET, ClientRequestToken: token })
      await check()
    }
  }
  return { ...cloudFront, versions, context, accepted, refused, waited, run }
}

it('rotates, and never makes CloudFront send a value that the functions refuse', async () => {
  const { run, state, accepted, refused, waited } = await deployment()
  await run('v2')
  const [second] = await accepted()
  expect(second).toMatch(/^[0-9a-f]{64}$/)
  expect([state.served, await accepted()]).toEqual([second, [second, FIRST]])
  await run('v3')
  const [third] = await accepted()
  expect([state.served, await accepted()]).toEqual([third, [third, second]])
  expect(refused).toEqual([])
  // The processes of the functions read the secret again before CloudFront sends the value.
  expect(waited[0]).toBeGreaterThan(5_000)
  expect(state.config).toContain('<WebACLId>arn:aws:wafv2:web</WebACLId>')
})

it('repeats each step without effect', async () => {
  const { run, state, versions, refused } = await deployment()
  await run(
    'v2',
    STEPS.flatMap((step) => [step, step]),
  )
  expect([versions.size, state.updates, refused]).toEqual([2, 1, []])
})

it('goes back to the current value if a rotation fails, also with a new version', async () => {
  const { run, state, context, accepted, refused } = await deployment()
  context.probe = async () => 403
  await expect(run('v2')).rejects.toThrow('answers 403')
  expect(await accepted()).toContain(state.served)
  context.probe = async () => 200
  await run('v3')
  expect(state.served).not.toBe(FIRST)
  expect([state.served, refused]).toEqual([(await accepted())[0], []])
})

it('heals a distribution that a rolled-back deploy has set to the previous value', async () => {
  const { run, state, accepted, refused } = await deployment()
  await run('v2')
  Object.assign(state, { config: configOf(FIRST), etag: state.etag + 1, served: FIRST })
  expect(await accepted()).toContain(FIRST)
  await run('v3')
  expect([state.served, refused]).toEqual([(await accepted())[0], []])
})

it('stops if a deploy changes the value during the rotation, and accepts both', async () => {
  const { run, state, accepted, refused } = await deployment()
  await run('v2', ['createSecret', 'setSecret'])
  Object.assign(state, { config: configOf(FIRST), etag: state.etag + 1 })
  await expect(run('v2', ['testSecret'])).rejects.toThrow('A deploy has changed the value')
  expect(await accepted()).toContain(FIRST)
  await run('v2')
  expect(refused).toEqual([])
})

it('gives up when CloudFront does not finish', async () => {
  const { run, state } = await deployment()
  await run('v2', ['createSecret', 'setSecret'])
  state.pollsLeft = 1_000
  await expect(run('v2', ['testSecret'])).rejects.toThrow('has not deployed')
})

it('refuses a distribution without the header, and an unknown step', async () => {
  const { run, state, context } = await deployment()
  state.config = state.config.replaceAll('x-vesper-edge', 'x-other')
  await expect(run('v2', ['createSecret'])).rejects.toThrow('does not send the header')
  await expect(
    rotate(context, { Step: 'other', SecretId: SECRET, ClientRequestToken: 'v2' }),
  ).rejects.toThrow()
})
