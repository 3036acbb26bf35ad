import { fileOptions, readFile } from './file.ts'
import type { FileKind } from './kind.ts'

export const sticker: FileKind = {
  compose: (content, file) => ({ ...fileOptions(content, file), sticker: { url: file.path } }),
  read: { stickerMessage: readFile },
}
