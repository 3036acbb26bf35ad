import path from 'node:path'
import { runFfmpeg } from '#shared/media/prepare/ffmpeg.ts'
import { wasmFfmpeg } from '#shared/media/prepare/ffmpegProgram.ts'

/** A frame of 8K takes 50 MB, and its encoder holds several frames. */
const MEMORY_BYTES = 1024 * 1024 * 1024

/** Creates a file with the ffmpeg from npm, which is the same on each machine. Absolute paths are inputs and outputs. */
export async function ffmpeg(...args: string[]): Promise<void> {
  const shared = args.map((arg) => (path.isAbsolute(arg) ? `file:${arg}` : arg))
  const run = { what: 'video', args: ['-loglevel', 'error', ...shared], timeoutMs: 600_000 } as const
  await runFfmpeg(run, wasmFfmpeg(MEMORY_BYTES))
}
