import type { Context } from '#shared/domain/context.ts'

/** What the events' function is built on: all but secrets, for which it has no configuration, nor the right to them. */
export type EventsContext = Omit<Context, 'keyring'>
