import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { CloudFrontClient } from '@aws-sdk/client-cloudfront'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { onTestFinished } from 'vitest'
import { edgeSecretReader } from '#functions/http/index.ts'
import { rotate } from '#functions/rotate/index.ts'
import { createLogger } from '#shared/logger.ts'
import { startAws } from './aws.ts'
import { startStrictAws } from './strictAws.ts'

export const SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:edge'
export const FIRST = 'a'.repeat(64)
export const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const
/** Polls after which the stand-in of CloudFront has deployed a change. */
const POLLS = 3

export const configOf = (
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

/** Starts stand-ins of both services, and a rotation that calls them with the role `rotate`. */
export async function startRotation() {
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
  const strict = await startStrictAws({ secretsmanager: aws.endpoint, cloudfront: cloudFront.endpoint })
  onTestFinished(strict.stop)
  const options = (role: string) => ({
    region: 'us-east-1',
    credentials: { accessKeyId: role, secretAccessKey: 'x' },
    endpoint: strict.endpoint,
  })
  const accepted = edgeSecretReader(SECRET, new SecretsManagerClient(options('api')))
  const refused: string[] = []
  /** Checks at each moment that the functions accept the values that CloudFront sends: the old one, and the one under way. */
  const check = async () => {
    const values = await accepted()
    for (const value of [cloudFront.state.served, cloudFront.sent()])
      if (!values.includes(value)) refused.push(value)
  }
  const waited: number[] = []
  const context = {
    secrets: new SecretsManagerClient(options('rotate')),
    cloudFront: new CloudFrontClient(options('rotate')),
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
  return { ...cloudFront, aws: strict, versions, context, accepted, refused, waited, run }
}
