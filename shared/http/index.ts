export { type GuardedOptions, type GuardedResponse, guardedRequest } from './guardedRequest.ts'
export { type RefusalReason, RequestRefused } from './refused.ts'
export type { Resolve } from './resolver.ts'
export { checkUrl, type UrlPolicy } from './target.ts'
