import { UnacceptableMedia } from '../unacceptable.ts'
import { countSeconds, statedSeconds, wholeSeconds } from './duration.ts'
import { inputArgs, runFfmpeg } from './ffmpeg.ts'
import { imageInfo, type PictureInfo } from './imageInfo.ts'

export interface VideoInfo extends PictureInfo {
  /** Whole seconds, at least 1. */
  seconds: number
}

/** A JPEG of an 8K frame has a few MB. */
const MAX_FRAME_BYTES = 32 * 1024 * 1024

/**
 * Length, size and first frame of a film. The frame, taken whole, tells width and height as they are shown, after the
 * turn that a phone's camera notes.
 * @throws UnacceptableMedia unconvertible
 */
export async function videoInfo(path: string): Promise<VideoInfo> {
  const frame: Buffer[] = []
  let size = 0
  const log = await runFfmpeg({
    what: 'video',
    args: [
      ...inputArgs(path),
      '-map',
      '0:v:0',
      '-an',
      '-frames:v',
      '1',
      '-c:v',
      'mjpeg',
      '-f',
      'image2pipe',
      'pipe:1',
    ],
    onOutput: (chunk) => {
      size += chunk.length
      if (size <= MAX_FRAME_BYTES) frame.push(chunk)
    },
  })
  if (size === 0) throw new UnacceptableMedia({ reason: 'unconvertible', what: 'video' })
  const picture = await imageInfo(Buffer.concat(frame))
  return { ...picture, seconds: wholeSeconds(statedSeconds(log) ?? (await countSeconds(path, 'video'))) }
}
