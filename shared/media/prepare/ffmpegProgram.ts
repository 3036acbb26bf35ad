import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Limits } from './confine.ts'

/** A program: command, first arguments and memory limits. */
export interface Program {
  command: string
  args: readonly string[]
  limits: Limits
}

/** The environment of ffmpeg, with the search path. The environment of the gateway is not passed on, because it contains keys. */
export const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin' }

const MiB = 1024 * 1024

/** Memory limit of ffmpeg. The decoding of a 4K frame takes 150 MB, with the earlier frames that H.264 keeps. */
const MAX_MEMORY_BYTES = 256 * MiB

/** Address space or data beside the memory of ffmpeg: shared libraries, or V8 and its guard regions. */
const NATIVE_OVERHEAD_BYTES = 768 * MiB
const WASM_OVERHEAD_BYTES = 256 * MiB

/** Limit of the JavaScript heap. The WebAssembly build needs a few MB. */
const HEAP_MB = 64

let found: Promise<boolean> | undefined

/** Returns the system's ffmpeg. If there is none, returns the WebAssembly build from npm, which runs in a separate Node process. */
export async function ffmpegProgram(): Promise<Program> {
  found ??= systemHasFfmpeg()
  return (await found) ? systemFfmpeg() : wasmFfmpeg()
}

function systemFfmpeg(): Program {
  return {
    command: 'ffmpeg',
    args: [],
    limits: { dataBytes: MAX_MEMORY_BYTES, addressBytes: MAX_MEMORY_BYTES + NATIVE_OVERHEAD_BYTES },
  }
}

/** Returns the WebAssembly build. V8 reserves terabytes of address space, so that only the data has a limit. */
export function wasmFfmpeg(maxMemoryBytes = MAX_MEMORY_BYTES): Program {
  const runner = fileURLToPath(new URL('./ffmpegWasm.mjs', import.meta.url))
  return {
    command: process.execPath,
    args: [`--max-old-space-size=${HEAP_MB}`, runner, String(maxMemoryBytes)],
    limits: { dataBytes: maxMemoryBytes + WASM_OVERHEAD_BYTES },
  }
}

async function systemHasFfmpeg(): Promise<boolean> {
  const probe = spawn('ffmpeg', ['-version'], { env: ENVIRONMENT, stdio: 'ignore' })
  const [code] = await once(probe, 'close').catch(() => [1])
  return code === 0
}
