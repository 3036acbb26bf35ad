import { fileOf, fileOptions, readFile } from './file.ts'
import type { FileKind } from './kind.ts'

export const image: FileKind = {
  compose: (content, file) => ({ ...fileOptions(content, file), image: { url: file.path } }),
  read: { imageMessage: readFile },
  files: { imageMessage: fileOf('image') },
}
