import type { Context } from '#shared/domain/context.ts'

/** What the sweeper is built on. What it lacks here, it has no configuration for, nor the right to. */
export type SweeperContext = Pick<
  Context,
  'db' | 'commands' | 'events' | 'outbox' | 'jobs' | 'media' | 'log' | 'metrics' | 'now' | 'settings'
>
