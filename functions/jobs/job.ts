import type { z } from 'zod'
import { JOBS, type JobInput, type JobName } from '#shared/contracts/jobs.ts'
import type { JobsContext } from './services.ts'

/** Result of a job for QStash: finished, or to be retried. */
export type JobOutcome = 'done' | 'again'

/** A job that QStash calls. */
export interface Job {
  name: JobName
  schema: z.ZodType
  /** @throws an error after which QStash retries */
  run(ctx: JobsContext, input: unknown): Promise<JobOutcome>
}

/** Defines a job whose input is parsed by the contract of its name. */
export function defineJob<Name extends JobName>(definition: {
  name: Name
  handle(ctx: JobsContext, input: JobInput<Name>): Promise<JobOutcome>
}): Job {
  const { name, handle } = definition
  return { name, schema: JOBS[name], run: (ctx, input) => handle(ctx, input as JobInput<Name>) }
}
