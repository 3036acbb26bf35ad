import type { JobQueueEnvironment } from '#shared/contracts/environment.ts'
import type { JobInput, JobName } from '#shared/contracts/jobs.ts'
import { once } from '#shared/once.ts'

/** A call that QStash is to make to one of our jobs. */
export interface Job<Name extends JobName = JobName> {
  name: Name
  input: JobInput<Name>
  /** Within QStash's ten minutes, a second job with the same id is dropped. */
  deduplicationId: string
  /** Whole seconds; QStash knows no finer ones. */
  delaySeconds?: number
  /** Calls with the same key share so many places; other keys do not wait for them. */
  flowControl?: { key: string; parallelism: number }
}

/** Hands jobs to QStash. */
export interface JobQueue {
  /** Answers those that QStash took. Never throws. */
  publishAll<Name extends JobName>(jobs: readonly Job<Name>[]): Promise<Job<Name>[]>
}

const BATCH_SIZE = 100
/** For faults of our own, such as a database that does not answer: what QStash's free plan allows. */
const RETRIES = 3
/** In ms. The first comes after a claim of a host that died has run out. */
const RETRY_DELAY = 'min(600000, 16000 * pow(4, retried))'
/** After QStash could not be reached, it is left alone for so long: the sweeper has the rows. */
const REST_MS = 5_000
/** How long QStash waits for our answer; a job's own limits are shorter. */
const TIMEOUT_SECONDS = 30

/** @param log hears what QStash, or the way to it, says when it does not take jobs */
export function createJobQueue(
  environment: JobQueueEnvironment,
  log: { warn(facts: object, event: string): void },
): JobQueue {
  // Few requests of the API publish a job, and its start should not wait for the SDK.
  const clientWhenUsed = once(async () => {
    const { Client } = await import('@upstash/qstash')
    return new Client({
      token: environment.QSTASH_TOKEN,
      ...(environment.QSTASH_URL && { baseUrl: environment.QSTASH_URL }),
      // What is not published now, the sweeper publishes.
      retry: { retries: 1, backoff: () => 100 },
      enableTelemetry: false,
    })
  })
  let restUntil = 0
  const publish = async <Name extends JobName>(chunk: readonly Job<Name>[]): Promise<Job<Name>[]> => {
    try {
      const requests = chunk.map((job) => toRequest(job, environment.VESPER_JOBS_URL))
      const client = await clientWhenUsed()
      const answers = await within(client.batchJSON(requests))
      // QStash may refuse one and take the others.
      const taken = chunk.filter((_, index) => isTaken(answers[index]))
      if (taken.length < chunk.length) log.warn({ answers }, 'jobs.refused')
      return taken
    } catch (err) {
      restUntil = performance.now() + REST_MS
      log.warn({ err, jobs: chunk.length }, 'jobs.not_published')
      return []
    }
  }
  return {
    async publishAll<Name extends JobName>(jobs: readonly Job<Name>[]) {
      const taken: Job<Name>[] = []
      for (let start = 0; start < jobs.length; start += BATCH_SIZE) {
        // Whoever publishes has something better to do than to wait for it each time.
        if (performance.now() < restUntil) break
        taken.push(...(await publish(jobs.slice(start, start + BATCH_SIZE))))
      }
      return taken
    },
  }
}

/** Where QStash finds a job, and what it signs. */
export function jobUrl(environment: Pick<JobQueueEnvironment, 'VESPER_JOBS_URL'>, name: string): string {
  return `${environment.VESPER_JOBS_URL}/${name}`
}

function toRequest(job: Job, jobsUrl: string) {
  return {
    url: jobUrl({ VESPER_JOBS_URL: jobsUrl }, job.name),
    body: job.input,
    deduplicationId: job.deduplicationId,
    retries: RETRIES,
    retryDelay: RETRY_DELAY,
    timeout: TIMEOUT_SECONDS,
    ...(job.delaySeconds && { delay: job.delaySeconds }),
    ...(job.flowControl && { flowControl: job.flowControl }),
  }
}

function isTaken(answer: unknown): boolean {
  return typeof (answer as { messageId?: unknown } | undefined)?.messageId === 'string'
}

/** The SDK knows no time-out, and a caller of the API may be waiting. */
async function within<T>(publishing: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('QStash did not answer')), 5_000)
  })
  try {
    return await Promise.race([publishing, late])
  } finally {
    clearTimeout(timer)
  }
}
