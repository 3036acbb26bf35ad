export { chatJidOf } from './chatJidOf.ts'
export * from './storeLidMappings.ts'
