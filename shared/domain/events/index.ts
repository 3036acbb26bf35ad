export * from './emit.ts'
export * from './pruneEvents.ts'
export * from './publishEvents.ts'
export * from './releaseEvents.ts'
