import type { ReceivedKind } from './kind.ts'

export const placeholder: ReceivedKind = { compose: null, read: { placeholderMessage: () => ({}) } }
