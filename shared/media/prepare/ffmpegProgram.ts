import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Limits } from './confine.ts'

/** A command and its first arguments. */
export interface Program {
  command: string
  args: readonly string[]
  limits: Limits
}

/** The places that an ffmpeg is looked for in. The process's own environment holds keys, and stays out. */
export const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin' }

const MiB = 1024 * 1024

/** A 4K frame takes 150 MB, decoded with what H.264 keeps of earlier frames. */
const MAX_MEMORY_BYTES = 256 * MiB

/** Addresses that a process reserves or maps beside the memory that ffmpeg asks for: shared libraries, or V8 and its guard regions. */
const NATIVE_OVERHEAD_BYTES = 768 * MiB
const WASM_OVERHEAD_BYTES = 256 * MiB

/** ffmpeg's own heap in JavaScript is a few MB. */
const HEAP_MB = 64

let found: Promise<boolean> | undefined

/** Answers the system's ffmpeg, or else the WebAssembly build out of npm in a Node process of its own. */
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

/** Answers the WebAssembly build. V8 reserves terabytes of addresses, so that only its data has a limit. */
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
