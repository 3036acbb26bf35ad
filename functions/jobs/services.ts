import type { Context } from '#shared/domain/context.ts'

/** What jobs are built on: the whole context of a verb. Of secrets, their function may open what others sealed. */
export type JobsContext = Context
