import { inputArgs, runFfmpeg } from './ffmpeg.ts'

/** Rounds to whole seconds, as messages contain them: at least 1. */
export function wholeSeconds(seconds: number): number {
  return Math.max(1, Math.round(seconds))
}

/** Reads the container's duration from ffmpeg's log, in seconds. A film that was recorded as a stream has no duration. */
export function statedSeconds(log: string): number | undefined {
  return secondsOf(/Duration: (\d+):(\d+):(\d+(?:\.\d+)?)/.exec(log))
}

/** Reads the first track of a kind to its end without decoding. Returns the last time stamp, in seconds. */
export async function countSeconds(
  path: string,
  what: 'audio' | 'video',
  signal?: AbortSignal,
): Promise<number> {
  const track = what === 'audio' ? '0:a:0' : '0:v:0'
  const log = await runFfmpeg({
    what,
    signal,
    args: [...inputArgs(path), '-map', track, '-c', 'copy', '-f', 'null', '-'],
  })
  return secondsOf([...log.matchAll(/time=(\d+):(\d+):(\d+(?:\.\d+)?)/g)].at(-1)) ?? 0
}

function secondsOf(match: RegExpMatchArray | null | undefined): number | undefined {
  if (!match) return undefined
  const [, hours, minutes, seconds] = match
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)
}
