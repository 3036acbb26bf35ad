import { fileOf, fileOptions, readFile } from './file.ts'
import type { FileKind } from './kind.ts'

export const audio: FileKind = {
  compose: (content, file) => ({
    ...fileOptions(content, file),
    ...(content.ptt && { ptt: true }),
    audio: { url: file.path },
  }),
  read: { audioMessage: (part) => ({ ...readFile(part), ...(part.ptt && { ptt: true }) }) },
  files: { audioMessage: fileOf('audio') },
}
