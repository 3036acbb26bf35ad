import { z } from 'zod'
import { EDGE_RELOAD_MS } from '#shared/contracts/edge.ts'
import { awaitSent, sendByCloudFront } from './sentByCloudFront.ts'
import type { RotationContext } from './services.ts'
import { makeCurrent, readVersion, writeNext } from './versions.ts'

/** A call of Secrets Manager, which repeats a failed rotation. */
const rotationEvent = z.object({
  Step: z.enum(['createSecret', 'setSecret', 'testSecret', 'finishSecret']),
  SecretId: z.string(),
  /** The id of the new version. */
  ClientRequestToken: z.string(),
})
type RotationEvent = z.output<typeof rotationEvent>

const CURRENT = { VersionStage: 'AWSCURRENT' } as const

const STEPS: Record<RotationEvent['Step'], (ctx: RotationContext, event: RotationEvent) => Promise<void>> = {
  createSecret,
  setSecret,
  testSecret,
  finishSecret,
}

/**
 * Runs a step of the rotation of the edge's secret. The functions accept the next value before CloudFront sends it, and the old value until
 * the next rotation. Each step may be repeated.
 * @throws Error after which Secrets Manager repeats the rotation; CloudFront sends an accepted value meanwhile
 */
export async function rotate(ctx: RotationContext, input: unknown): Promise<void> {
  const event = rotationEvent.parse(input)
  await STEPS[event.Step](ctx, event)
  ctx.log.info({ step: event.Step }, 'edge.rotated')
}

/**
 * Writes the next value. The functions accept two values, so that the next value displaces the previous one, which CloudFront must not send
 * any more. A rollback of a deploy can make CloudFront send the previous value.
 */
async function createSecret(ctx: RotationContext, event: RotationEvent): Promise<void> {
  if ((await readNext(ctx, event)) !== null) return
  const current = await readVersion(ctx, event.SecretId, CURRENT)
  if (current === null) throw new Error('The secret of the edge has no current value')
  await sendByCloudFront(ctx, current)
  await awaitSent(ctx, current)
  await writeNext(ctx, event.SecretId, event.ClientRequestToken)
}

/** Makes CloudFront send the next value, when each process of the functions reads the secret again for an unknown value. */
async function setSecret(ctx: RotationContext, event: RotationEvent): Promise<void> {
  await ctx.wait(2 * EDGE_RELOAD_MS)
  await sendByCloudFront(ctx, await requireNext(ctx, event))
}

/** Waits for CloudFront, and sends a request through it. */
async function testSecret(ctx: RotationContext, event: RotationEvent): Promise<void> {
  const host = await awaitSent(ctx, await requireNext(ctx, event))
  const status = await ctx.probe(`https://${host}/health`)
  if (status !== 200) throw new Error(`The gateway answers ${status} to a request with the new value`)
}

async function finishSecret(ctx: RotationContext, event: RotationEvent): Promise<void> {
  await makeCurrent(ctx, event.SecretId, event.ClientRequestToken)
}

function readNext(ctx: RotationContext, event: RotationEvent): Promise<string | null> {
  const version = { VersionId: event.ClientRequestToken, VersionStage: 'AWSPENDING' } as const
  return readVersion(ctx, event.SecretId, version)
}

async function requireNext(ctx: RotationContext, event: RotationEvent): Promise<string> {
  const next = await readNext(ctx, event)
  if (next === null) throw new Error('The secret of the edge has no next value. Rotate the secret again.')
  return next
}
