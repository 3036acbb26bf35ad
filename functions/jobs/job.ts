import type { z } from 'zod'
import { JOBS, type JobInput, type JobName } from '#shared/contracts/jobs.ts'
import type { JobsContext } from './services.ts'

/** What a job answers QStash: it is done with, or it is to be called again. */
export type JobOutcome = 'done' | 'again'

/** One of the things that QStash calls us for. */
export interface Job {
  name: JobName
  schema: z.ZodType
  /** @throws what QStash is to call again for */
  run(ctx: JobsContext, input: unknown): Promise<JobOutcome>
}

/** Makes a job: its input is parsed by the contract of its name. */
export function defineJob<Name extends JobName>(definition: {
  name: Name
  handle(ctx: JobsContext, input: JobInput<Name>): Promise<JobOutcome>
}): Job {
  const { name, handle } = definition
  return { name, schema: JOBS[name], run: (ctx, input) => handle(ctx, input as JobInput<Name>) }
}
