import type { Context } from '#shared/domain/context.ts'

/** Context of the events function, without the keyring and the files, for which the function has no configuration and no permission. */
export type EventsContext = Omit<Context, 'keyring' | 'media'>
