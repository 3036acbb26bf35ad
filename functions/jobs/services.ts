import type { Context } from '#shared/domain/context.ts'

/** What jobs are built on. What they lack here, their function has no configuration for, nor the right to. */
export type JobsContext = Pick<
  Context,
  'db' | 'media' | 'keyring' | 'jobs' | 'log' | 'metrics' | 'now' | 'settings'
>
