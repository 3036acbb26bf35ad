export {
  authorsOf,
  decodeLateChange,
  type Envelope,
  encodeLateChange,
  type LateChange,
  namedIn,
  toSealedChange,
} from './lateChange.ts'
export { openChange } from './openChange.ts'
export type { Opened } from './readOpened.ts'
export { readSealed } from './readSealed.ts'
export { derivedSecret, secretOf, withSecret } from './secretOf.ts'
