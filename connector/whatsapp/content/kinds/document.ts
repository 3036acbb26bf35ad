import { fileOf, fileOptions, readFile } from './file.ts'
import type { FileKind } from './kind.ts'

export const document: FileKind = {
  compose: (content, file) => ({ ...fileOptions(content, file), document: { url: file.path } }),
  read: { documentMessage: readFile },
  files: { documentMessage: fileOf('document') },
}
