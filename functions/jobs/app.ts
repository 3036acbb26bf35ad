import { Receiver } from '@upstash/qstash'
import type { Hono } from 'hono'
import type { JobEnvironment } from '#shared/contracts/environment.ts'
import { InvalidJobSignature } from '#shared/errors/index.ts'
import { jobUrl } from '#shared/queues/index.ts'
import { readBytes } from '../api/body.ts'
import { methodChecks } from '../api/middleware/allowMethods.ts'
import type { ApiEnvironment } from '../api/services.ts'
import { createShell } from '../api/shell.ts'
import { campaignTick } from './campaignTick.ts'
import { continueFlow } from './continueFlow.ts'
import { deliverWebhook } from './deliverWebhook.ts'
import type { Job } from './job.ts'
import type { JobsContext } from './services.ts'

/** A job contains only ids and numbers. */
const MAX_BODY_BYTES = 64 * 1024

const jobs: readonly Job[] = [deliverWebhook, campaignTick, continueFlow]

/**
 * Receives QStash's calls. 2xx: the job is finished, also if it can never succeed. 5xx: QStash retries. 401: the signature is
 * missing, expired, or not for this URL.
 */
export function createJobsApp(
  ctx: JobsContext,
  environment: Pick<
    JobEnvironment,
    'QSTASH_CURRENT_SIGNING_KEY' | 'QSTASH_NEXT_SIGNING_KEY' | 'VESPER_JOBS_URL'
  >,
): Hono<ApiEnvironment> {
  const receiver = new Receiver({
    currentSigningKey: environment.QSTASH_CURRENT_SIGNING_KEY,
    nextSigningKey: environment.QSTASH_NEXT_SIGNING_KEY,
  })
  const isFromQStash = async (name: string, signature: string | undefined, body: string) => {
    if (!signature) return false
    const url = jobUrl(environment, name)
    return await receiver.verify({ signature, body, url }).catch(() => false)
  }

  // QStash signs its calls, so that no rate limit counts them.
  const count = async () => undefined
  const app = createShell(ctx.log, count)
  app.use(methodChecks(app, count).allowMethods)
  app.post('/jobs/:name', async (c) => {
    const name = c.req.param('name')
    const body = new TextDecoder().decode(await readBytes(c, MAX_BODY_BYTES))
    if (!(await isFromQStash(name, c.req.header('upstash-signature'), body))) throw new InvalidJobSignature()
    const job = jobs.find((known) => known.name === name)
    const status = await run(ctx, job, name, body)
    return c.json({ done: status === 200 }, status)
  })
  return app
}

async function run(ctx: JobsContext, job: Job | undefined, name: string, body: string): Promise<200 | 503> {
  const input = job?.schema.safeParse(parse(body))
  if (!job || !input?.success) {
    // A retry would fail in the same way.
    ctx.log.error({ job: name }, 'job.unreadable')
    return 200
  }
  try {
    return (await job.run(ctx, input.data)) === 'done' ? 200 : 503
  } catch (err) {
    ctx.log.error({ err, job: name }, 'job.failed')
    return 503
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
