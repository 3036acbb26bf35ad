export * from './commandQueue.ts'
