import { UnacceptableMedia } from '../unacceptable.ts'
import { countSeconds, statedSeconds, wholeSeconds } from './duration.ts'
import { FfmpegFailed, inputArgs, reachedLimit, runFfmpeg } from './ffmpeg.ts'
import { imageInfo } from './imageInfo.ts'
import { statedSize, type VideoSize } from './videoSize.ts'

/** Properties of a video. The size is absent if a limit ended ffmpeg before its log contained the size. */
export interface VideoInfo extends Partial<VideoSize> {
  /** Whole seconds, at least 1. */
  seconds: number
  /** Absent if the first frame exceeds the limits of ffmpeg. */
  jpegThumbnail?: Buffer
}

/** Maximum size of the frame: 128 × 128 pixels of 32 bits, and the overhead of PNG. */
const MAX_FRAME_BYTES = 128 * 1024

/** The filter of ffmpeg that logs the frame's size as shown, and shrinks the frame to at most 128 × 128 pixels. */
const SHRINK =
  "showinfo=checksum=0,scale=w='max(1,iw*min(1,128/max(iw,ih)))':h='max(1,ih*min(1,128/max(iw,ih)))'"

/**
 * Reads the duration, the size as shown and the first frame of a video. There is no thumbnail if the video has more pixels than 4K, or
 * if its first frame reaches another limit.
 * @throws UnacceptableMedia unconvertible
 */
export async function videoInfo(path: string, signal?: AbortSignal): Promise<VideoInfo> {
  const { log, frame } = await firstFrame(path, signal)
  const size = statedSize(log)
  if (size === undefined && frame !== undefined)
    throw new UnacceptableMedia({ reason: 'unconvertible', what: 'video' })
  const seconds = wholeSeconds(statedSeconds(log) ?? (await countSeconds(path, 'video', signal)))
  if (frame === undefined) return { ...size, seconds }
  return { ...size, seconds, jpegThumbnail: (await imageInfo(frame)).jpegThumbnail }
}

/** Returns ffmpeg's log, and the first frame as a PNG unless a limit was reached.
 * @throws UnacceptableMedia unconvertible */
async function firstFrame(path: string, signal?: AbortSignal): Promise<{ log: string; frame?: Buffer }> {
  const chunks: Buffer[] = []
  let size = 0
  const args = ['-map', '0:v:0', '-an', '-frames:v', '1', '-vf', SHRINK, '-c:v', 'png', '-threads', '1']
  try {
    const log = await runFfmpeg({
      what: 'video',
      args: [...inputArgs(path), ...args, '-f', 'image2pipe', 'pipe:1'],
      signal,
      onOutput: (chunk) => {
        size += chunk.length
        if (size <= MAX_FRAME_BYTES) chunks.push(chunk)
      },
    })
    if (size === 0 && reachedLimit(log)) return { log }
    if (size === 0 || size > MAX_FRAME_BYTES)
      throw new UnacceptableMedia({ reason: 'unconvertible', what: 'video' })
    return { log, frame: Buffer.concat(chunks) }
  } catch (error) {
    if (error instanceof FfmpegFailed && error.atLimit) return { log: error.log }
    throw error
  }
}
