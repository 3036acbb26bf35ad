/**
 * Runs ffmpeg's WebAssembly build as a command line program: `node ffmpegWasm.mjs MAX_MEMORY_BYTES ARGUMENTS…`.
 * The build has access to the named files, stdout and stderr, but not to other files or the network.
 * The `file:PATH` after `-i` is an input; every other `file:PATH` is an output.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

const [maxMemory, ...args] = process.argv.slice(2)
/** Major number of a character device, which Emscripten's kernel requires. */
const DEVICE_MAJOR = 64

// A run calls few functions of the build. V8 then validates and compiles each function at its first call, which saves 0.15 s.
setFlagsFromString('--wasm-lazy-validation')
limitMemory(Number(maxMemory))
// The build expects the globals of a browser's worker.
globalThis.self = { location: { href: import.meta.url } }
delete globalThis.fetch
delete globalThis.WebSocket

const { default: createCore } = await import('@ffmpeg/core')
const wasmBinary = readFileSync(fileURLToPath(import.meta.resolve('@ffmpeg/core/wasm')))
const core = await createCore({ wasmBinary })
const { FS } = core
redirect(1)
redirect(2)
process.exitCode = core.exec(...args.map(shareFile)) === 0 ? 0 : 1

/** Refuses memory above a limit in bytes. ffmpeg's allocation then fails, and ffmpeg ends with "Cannot allocate memory". */
function limitMemory(maxBytes) {
  const { prototype } = WebAssembly.Memory
  const { grow } = prototype
  prototype.grow = function growWithin(pages) {
    if (this.buffer.byteLength + pages * 65_536 > maxBytes) throw new RangeError('Cannot allocate memory')
    return grow.call(this, pages)
  }
}

/** Connects the build's stdout or stderr to that of the process. */
function redirect(fd) {
  const device = FS.makedev(DEVICE_MAJOR, fd)
  const write = (_stream, buffer, offset, length) => {
    writeAll(fd, buffer.subarray(offset, offset + length), null)
    return length
  }
  FS.registerDevice(device, { write })
  FS.mkdev(`/host${fd}`, device)
  FS.close(FS.getStream(fd))
  FS.open(`/host${fd}`, 'w')
}

/** Maps the file of an argument into the build under another name. Returns the argument for ffmpeg. */
function shareFile(argument, index) {
  if (!argument.startsWith('file:')) return argument
  const file = argument.slice('file:'.length)
  const name = `/shared${index}${path.extname(file)}`
  const isInput = args[index - 1] === '-i'
  const fd = openSync(file, isInput ? 'r' : 'w+')
  process.on('exit', () => closeSync(fd))
  const node = FS.open(name, 'w+').node
  node.usedBytes = isInput ? fstatSync(fd).size : 0
  node.stream_ops = {
    ...node.stream_ops,
    read: (_stream, buffer, offset, length, position) => readSync(fd, buffer, offset, length, position),
    write(_stream, buffer, offset, length, position) {
      if (isInput) throw new Error('An input is read-only')
      writeAll(fd, buffer.subarray(offset, offset + length), position)
      node.usedBytes = Math.max(node.usedBytes, position + length)
      return length
    },
  }
  return `file:${name}`
}

function writeAll(fd, bytes, position) {
  for (let done = 0; done < bytes.length; )
    done += writeSync(fd, bytes, done, bytes.length - done, position === null ? null : position + done)
}
