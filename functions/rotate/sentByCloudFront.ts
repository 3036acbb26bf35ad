import {
  type DistributionConfig,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  type OriginCustomHeader,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront'
import { EDGE_HEADER } from '#shared/contracts/edge.ts'
import type { RotationContext } from './services.ts'

type Context = Pick<RotationContext, 'cloudFront' | 'distributionId' | 'wait'>

const POLL_MS = 10_000
/** CloudFront needs five minutes as a rule. The function has 14 minutes. */
const MAX_POLLS = 72

/** Makes CloudFront send a value, unless it does so already. Another change of the distribution meanwhile fails the call. */
export async function sendByCloudFront(ctx: Context, value: string): Promise<void> {
  const { DistributionConfig: config, ETag } = await readConfig(ctx)
  const headers = headersOf(config)
  if (headers.every(({ HeaderValue }) => HeaderValue === value)) return
  for (const header of headers) header.HeaderValue = value
  await ctx.cloudFront.send(
    new UpdateDistributionCommand({ Id: ctx.distributionId, IfMatch: ETag, DistributionConfig: config }),
  )
}

/**
 * Waits until each location of CloudFront sends a value.
 * @returns the host name of the distribution
 * @throws Error if CloudFront sends another value, or does not finish in twelve minutes
 */
export async function awaitSent(ctx: Context, value: string): Promise<string> {
  const { cloudFront, distributionId: Id, wait } = ctx
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const { Distribution } = await cloudFront.send(new GetDistributionCommand({ Id }))
    const headers = headersOf(Distribution?.DistributionConfig)
    if (!headers.every(({ HeaderValue }) => HeaderValue === value))
      throw new Error('A deploy has changed the value that CloudFront sends. Rotate the secret again.')
    if (Distribution?.Status === 'Deployed') return Distribution.DomainName ?? ''
    await wait(POLL_MS)
  }
  throw new Error('CloudFront has not deployed the new value in twelve minutes. Rotate the secret again.')
}

async function readConfig({ cloudFront, distributionId: Id }: Context) {
  const { DistributionConfig, ETag } = await cloudFront.send(new GetDistributionConfigCommand({ Id }))
  if (!DistributionConfig) throw new Error(`Distribution ${Id} has no configuration`)
  return { DistributionConfig, ETag }
}

/** @throws Error if the distribution sends no such header */
function headersOf(config: DistributionConfig | undefined): OriginCustomHeader[] {
  const headers = (config?.Origins?.Items ?? [])
    .flatMap(({ CustomHeaders }) => CustomHeaders?.Items ?? [])
    .filter(({ HeaderName }) => HeaderName?.toLowerCase() === EDGE_HEADER)
  if (headers.length === 0) throw new Error('The distribution does not send the header of the edge')
  return headers
}
