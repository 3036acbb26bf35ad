import type { Context } from '#shared/domain/context.ts'

/** Context of the jobs: the whole context of a verb. The jobs function may unwrap existing data keys, but not create new ones. */
export type JobsContext = Context
