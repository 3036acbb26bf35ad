import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { UnacceptableMedia } from '../unacceptable.ts'
import { confine } from './confine.ts'
import { ENVIRONMENT, ffmpegProgram, type Program } from './ffmpegProgram.ts'

export interface FfmpegRun {
  args: readonly string[]
  /** Kind of the input, for the error message. */
  what: 'video' | 'audio'
  /** Maximum CPU time of all threads together. */
  cpuSeconds?: number
  /** Maximum wall-clock time. */
  timeoutMs?: number
  /** Signal that ends the run. */
  signal?: AbortSignal | undefined
  /** Called with each chunk of the output on stdout. */
  onOutput?: (chunk: Buffer) => void
}

/** Default CPU time. Reading a file of 64 MB and decoding one frame take 1-2 s. */
const CPU_SECONDS = 30

/** Default wall-clock time, longer than the CPU time because other processes may use the CPU. */
const TIMEOUT_MS = 120_000

/** Maximum size of the output: a voice note of 8 hours. */
const MAX_OUTPUT_BYTES = 128 * 1024 * 1024

/** Kept length of the log. The end of the log contains the streams, the duration and the reason of a failure. */
const MAX_LOG_CHARS = 16_000

/**
 * Containers of the kinds that WhatsApp supports. The list excludes playlists (HLS, concat), because a playlist could make ffmpeg
 * read other files.
 */
const FORMATS =
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,mp3,aac,amr,amrnb,amrwb,wav,flac,avi,mpegts,mpeg,gif'

/** 4K, the largest format of phones. H.264 keeps up to 16 frames in memory. A 4K frame takes 13 MB, and an 8K frame takes 50 MB. */
export const MAX_VIDEO_PIXELS = 4096 * 2304

/** Maximum size of one allocation of ffmpeg. The memory limit of the process covers the sum, if the system supports such limits. */
const MAX_ALLOCATION_BYTES = 128 * 1024 * 1024

/** Returns the options for an untrusted input: local files only, no playlists, one thread, bounded frames and allocations. */
export function inputArgs(path: string): string[] {
  const guards = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', FORMATS]
  const bounds = ['-max_alloc', String(MAX_ALLOCATION_BYTES), '-filter_threads', '1']
  return [
    ...['-nostdin', '-hide_banner', '-y', ...bounds, ...guards],
    ...['-max_pixels', String(MAX_VIDEO_PIXELS), '-threads', '1', '-i', `file:${path}`],
  ]
}

/** ffmpeg failed with an error or at a limit. */
export class FfmpegFailed extends UnacceptableMedia {
  /** The end of ffmpeg's log. */
  readonly log: string
  /** True if a limit of memory, CPU, time or pixels ended the run. False for a damaged file. */
  readonly atLimit: boolean

  constructor(what: FfmpegRun['what'], log: string, signal: NodeJS.Signals | null) {
    const how = signal === null ? '' : ` by ${signal}`
    super({ reason: 'unconvertible', what }, new Error(`ffmpeg failed${how}: ${log.slice(-500)}`))
    this.log = log
    this.atLimit = signal !== null || reachedLimit(log)
  }
}

/** Tells by the log whether ffmpeg reached a limit of memory or of pixels. The exit code may still be 0. */
export function reachedLimit(log: string): boolean {
  return /Cannot allocate memory|get_buffer\(\) failed|exceeds specified max pixel count/.test(log)
}

/**
 * Runs ffmpeg within limits of memory, CPU, time and output, and returns the end of its log.
 * @throws FfmpegFailed if ffmpeg fails or reaches a limit
 * @throws UnacceptableMedia unconvertible, if ffmpeg cannot be started
 */
export async function runFfmpeg(run: FfmpegRun, program?: Program): Promise<string> {
  const { command, args, limits } = program ?? (await ffmpegProgram())
  const cpuSeconds = run.cpuSeconds ?? CPU_SECONDS
  const confined = confine(command, [...args, ...run.args], {
    ...limits,
    cpuSeconds,
    fileBytes: MAX_OUTPUT_BYTES,
  })
  const ffmpeg = spawn(confined.command, confined.args, {
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: run.timeoutMs ?? TIMEOUT_MS,
    killSignal: 'SIGKILL',
    ...(run.signal && { signal: run.signal }),
  })
  const closed = once(ffmpeg, 'close')
  const log = collectLog(ffmpeg.stderr)
  ffmpeg.stdout.on('data', (chunk: Buffer) => run.onOutput?.(chunk))
  const [code, signal] = await closed.catch((cause: unknown) => {
    throw new UnacceptableMedia({ reason: 'unconvertible', what: run.what }, cause)
  })
  if (code !== 0) throw new FfmpegFailed(run.what, log(), signal)
  return log()
}

function collectLog(stderr: Readable): () => string {
  let log = ''
  stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-MAX_LOG_CHARS)
  })
  return () => log
}
