import type { ReceivedKind } from './kind.ts'
import { present } from './present.ts'

export const statusReaction: ReceivedKind = {
  compose: null,
  read: {
    statusStickerInteractionMessage: ({ key, stickerKey }) => present({ messageId: key?.id, stickerKey }),
  },
}
