import { fileOptions, readFile } from './file.ts'
import type { FileKind } from './kind.ts'

export const video: FileKind = {
  compose: (content, file) => ({
    // Without a thumbnail, Baileys runs an ffmpeg of its own, which has no limits. It takes an empty text for a thumbnail.
    jpegThumbnail: '',
    ...fileOptions(content, file),
    ...(content.gif && { gifPlayback: true }),
    video: { url: file.path },
  }),
  read: {
    videoMessage: (part) => ({ ...readFile(part), ...(part.gifPlayback && { gif: true }) }),
    ptvMessage: readFile,
  },
}
