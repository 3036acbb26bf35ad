import type { ReceivedKind } from './kind.ts'

/** The kind of a message whose parts have no reader. `readContent` chooses this kind. */
export const unknown: ReceivedKind = { compose: null, read: {} }
