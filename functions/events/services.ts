import type { Context } from '#shared/domain/context.ts'

/** What the events' function is built on. What it lacks here, it has no configuration for, nor the right to. */
export type EventsContext = Pick<Context, 'db' | 'jobs' | 'log' | 'now'>
