import { fileOf, fileOptions, readFile } from './file.ts'
import type { FileKind } from './kind.ts'
import { flag, present } from './present.ts'

export const sticker: FileKind = {
  compose: (content, file) => ({ ...fileOptions(content, file), sticker: { url: file.path } }),
  read: {
    stickerMessage: (part) => ({
      ...readFile(part),
      ...present({ animated: flag(part.isAnimated), lottie: flag(part.isLottie) }),
    }),
  },
  files: { stickerMessage: fileOf('sticker') },
}
