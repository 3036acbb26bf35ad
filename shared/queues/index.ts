export * from './commandQueue.ts'
export * from './eventQueue.ts'
export * from './jobQueue.ts'
