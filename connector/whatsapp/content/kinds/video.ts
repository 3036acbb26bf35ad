import { fileOf, fileOptions, readFile } from './file.ts'
import type { FileKind } from './kind.ts'

export const video: FileKind = {
  compose: (content, file) => ({
    // Without the field, Baileys runs its own ffmpeg without limits. An empty string counts as a thumbnail.
    jpegThumbnail: '',
    ...fileOptions(content, file),
    ...(content.gif && { gifPlayback: true }),
    video: { url: file.path },
  }),
  read: {
    videoMessage: (part) => ({ ...readFile(part), ...(part.gifPlayback && { gif: true }) }),
    ptvMessage: readFile,
  },
  files: { videoMessage: fileOf('video'), ptvMessage: fileOf('video') },
}
