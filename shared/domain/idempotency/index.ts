export type { StoredAnswer } from './answer.ts'
export { beginIdempotent, type IdempotentRequest, type Run } from './begin.ts'
export { finishIdempotent, releaseIdempotent } from './finish.ts'
export { pruneIdempotencyKeys } from './prune.ts'
