import type { ReceivedKind } from './kind.ts'

/** A comment contains a message of another kind, so that `readContent` reads both. */
export const comment: ReceivedKind = { compose: null, read: {} }
