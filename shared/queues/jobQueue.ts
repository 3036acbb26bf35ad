import type { JobQueueEnvironment } from '#shared/contracts/environment.ts'
import type { JobInput, JobName } from '#shared/contracts/jobs.ts'
import { once } from '#shared/once.ts'

/** A call that QStash shall make to one of our jobs. */
export interface Job<Name extends JobName = JobName> {
  name: Name
  input: JobInput<Name>
  /** Deduplication id. Within ten minutes, QStash drops a second job with the same id. */
  deduplicationId: string
  /** Delay in whole seconds, which is the unit of QStash. */
  delaySeconds?: number
  /** QStash makes at most `parallelism` calls with this key at the same time. Other keys do not wait. */
  flowControl?: { key: string; parallelism: number }
}

/** Publishes jobs to QStash. */
export interface JobQueue {
  /** Returns the jobs that QStash accepted. Never throws. */
  publishAll<Name extends JobName>(jobs: readonly Job<Name>[]): Promise<Job<Name>[]>
}

const BATCH_SIZE = 100
/** Retries after faults of our own, such as an unavailable database. QStash's free plan allows 3. */
const RETRIES = 3
/** Delay before a retry, in ms. The first retry comes after the claim of a dead host has expired. */
const RETRY_DELAY = 'min(600000, 16000 * pow(4, retried))'
/** Pause after a failed call, in ms. The sweeper publishes the jobs that were skipped in the pause. */
const REST_MS = 5_000
/** Time for which QStash waits for our answer. The time-outs inside the jobs are shorter. */
const TIMEOUT_SECONDS = 30

/** @param log receives a warning with the cause when QStash does not accept jobs */
export function createJobQueue(
  environment: JobQueueEnvironment,
  log: { warn(facts: object, event: string): void },
): JobQueue {
  // The SDK loads at the first job, because few API requests publish a job.
  const clientWhenUsed = once(async () => {
    const { Client } = await import('@upstash/qstash')
    return new Client({
      token: environment.QSTASH_TOKEN,
      ...(environment.QSTASH_URL && { baseUrl: environment.QSTASH_URL }),
      // One retry is enough, because the sweeper publishes the remaining jobs.
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
      // QStash may refuse some jobs of a batch.
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
        // During the pause, callers do not wait for QStash.
        if (performance.now() < restUntil) break
        taken.push(...(await publish(jobs.slice(start, start + BATCH_SIZE))))
      }
      return taken
    },
  }
}

/** Returns the URL of a job. QStash signs this URL. */
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

/** Limits the time of a publication to 5 s, because the SDK has no time-out and a caller of the API may wait. */
async function within<T>(publishing: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('QStash did not answer within 5 s')), 5_000)
  })
  try {
    return await Promise.race([publishing, late])
  } finally {
    clearTimeout(timer)
  }
}
