import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { UnacceptableMedia } from '../unacceptable.ts'

export interface FfmpegRun {
  args: readonly string[]
  /** What is being read, for the error's sentence. */
  what: 'video' | 'audio'
  timeoutMs?: number
  /** Takes what ffmpeg writes to its stdout, as it comes. */
  onOutput?: (chunk: Buffer) => void
}

const TIMEOUT_MS = 60_000

/** The end of its log, where the duration and the reason of a failure stand. */
const MAX_LOG_CHARS = 16_000

/** Where an ffmpeg may lie. Not this process's own environment, which holds keys that a hostile file has no use for. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin' }

/**
 * Containers of what WhatsApp carries. A playlist (HLS, concat) is a list of further files to read: with these alone,
 * a "video" cannot have ffmpeg read others.
 */
const FORMATS =
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,mp3,aac,amr,amrnb,amrwb,wav,flac,avi,mpegts,mpeg,gif'

/** 8K; a frame of it is 50 MB in ffmpeg's memory. */
const MAX_PIXELS = 7680 * 4320

/** Options before the hostile input: local files only, no playlists, one thread, bounded frames. */
export function inputArgs(path: string): string[] {
  const guards = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', FORMATS]
  return [
    '-nostdin',
    '-hide_banner',
    '-y',
    ...guards,
    '-max_pixels',
    String(MAX_PIXELS),
    '-threads',
    '1',
    '-i',
    `file:${path}`,
  ]
}

/**
 * Runs ffmpeg, without a shell, and answers the end of its log.
 * @throws UnacceptableMedia unconvertible, if it fails or takes too long
 */
export async function runFfmpeg(run: FfmpegRun): Promise<string> {
  const ffmpeg = spawn(await ffmpegPath(), run.args, {
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: run.timeoutMs ?? TIMEOUT_MS,
    killSignal: 'SIGKILL',
  })
  const closed = once(ffmpeg, 'close')
  const log = collectLog(ffmpeg.stderr)
  ffmpeg.stdout.on('data', (chunk: Buffer) => run.onOutput?.(chunk))
  try {
    const [code] = await closed
    if (code === 0) return log()
  } catch (cause) {
    throw new UnacceptableMedia({ reason: 'unconvertible', what: run.what }, cause)
  }
  throw new UnacceptableMedia(
    { reason: 'unconvertible', what: run.what },
    new Error(`ffmpeg failed: ${log().slice(-500)}`),
  )
}

function collectLog(stderr: Readable): () => string {
  let log = ''
  stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-MAX_LOG_CHARS)
  })
  return () => log
}

let found: Promise<string> | undefined

/** The system's ffmpeg, else the one out of npm (of 2018, where no newer is packed). */
function ffmpegPath(): Promise<string> {
  found ??= systemHasFfmpeg().then(async (has) => {
    if (has) return 'ffmpeg'
    const installer = await import('@ffmpeg-installer/ffmpeg')
    return installer.default.path
  })
  return found
}

async function systemHasFfmpeg(): Promise<boolean> {
  const probe = spawn('ffmpeg', ['-version'], { env: ENVIRONMENT, stdio: 'ignore' })
  const [code] = await once(probe, 'close').catch(() => [1])
  return code === 0
}
