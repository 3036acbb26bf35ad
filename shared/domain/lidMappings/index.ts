export { chatJidOf } from './chatJidOf.ts'
export { chatJidsOf } from './chatJidsOf.ts'
export * from './storeLidMappings.ts'
