import type { ReceivedKind } from './kind.ts'

/** No part is read as this kind: `readContent` falls back to it. */
export const unknown: ReceivedKind = { compose: null, read: {} }
