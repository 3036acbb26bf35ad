export { chatJidOf } from './chatJidOf.ts'
export { chatJidsOf } from './chatJidsOf.ts'
export { type CanonicalJid, storeCanonicalJid } from './storeCanonicalJid.ts'
export * from './storeLidMappings.ts'
