import type { ReceivedKind } from './kind.ts'
import { present } from './present.ts'

export const stickerPack: ReceivedKind = {
  compose: null,
  read: {
    stickerPackMessage: (part) => ({
      ...present({ text: part.caption || part.name }),
      stickerPack: {
        id: part.stickerPackId ?? '',
        name: part.name ?? '',
        ...present({
          publisher: part.publisher,
          description: part.packDescription,
          count: part.stickers?.length || undefined,
        }),
      },
    }),
  },
}
