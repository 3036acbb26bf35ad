import type { Context } from '#shared/domain/context.ts'

/** Context of the events function. It excludes the keyring, for which the function has no configuration and no permission. */
export type EventsContext = Omit<Context, 'keyring'>
