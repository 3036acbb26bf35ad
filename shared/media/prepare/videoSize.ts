/** Size of a video in pixels, as shown: after the rotation that the camera recorded. */
export interface VideoSize {
  width: number
  height: number
}

/** Reads the size of a video from ffmpeg's log: of the first frame, of the container, or of a frame that was too large. */
export function statedSize(log: string): VideoSize | undefined {
  return frameSize(log) ?? containerSize(log) ?? sizeOf(/Picture size (\d+)x(\d+) exceeds/.exec(log))
}

function frameSize(log: string): VideoSize | undefined {
  return sizeOf(/^\[Parsed_showinfo_.* s:(\d+)x(\d+) /m.exec(log))
}

/** Reads the line of the first video stream, and the rotation from the following lines. */
function containerSize(log: string): VideoSize | undefined {
  const stream = log.split(/^(?= {2}Stream #|Stream mapping)/m).find((part) => VIDEO_STREAM.test(part))
  const size = sizeOf(VIDEO_STREAM.exec(stream ?? ''))
  if (stream === undefined || size === undefined) return undefined
  const turn = Number(/rotation of (-?\d+)/.exec(stream)?.[1] ?? 0)
  return Math.abs(turn) % 180 === 90 ? { width: size.height, height: size.width } : size
}

const VIDEO_STREAM = /^ {2}Stream #0:\d+.*?: Video: .*?, (\d+)x(\d+)[ ,\n]/

function sizeOf(match: RegExpExecArray | null): VideoSize | undefined {
  return match ? { width: Number(match[1]), height: Number(match[2]) } : undefined
}
