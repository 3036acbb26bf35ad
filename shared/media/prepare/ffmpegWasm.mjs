/**
 * Runs ffmpeg's WebAssembly build as a command line program: `node ffmpegWasm.mjs MAX_MEMORY_BYTES ARGUMENTS…`.
 * The build reaches the named files, stdout and stderr. The rest of the host's file system and the network do not exist for it.
 * An input is the `file:PATH` behind `-i`; every other `file:PATH` is an output.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

const [maxMemory, ...args] = process.argv.slice(2)
/** The major number of a character device; the kernel of Emscripten wants one. */
const DEVICE_MAJOR = 64

// A run calls few of the build's functions: V8 validates and compiles each at its first call. That takes 0.15 s off a start.
setFlagsFromString('--wasm-lazy-validation')
limitMemory(Number(maxMemory))
// The build thinks that it runs in a browser's worker, which has these.
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

/** Refuses memory above a limit in bytes: ffmpeg's allocation fails, and ffmpeg ends with "Cannot allocate memory". */
function limitMemory(maxBytes) {
  const { prototype } = WebAssembly.Memory
  const { grow } = prototype
  prototype.grow = function growWithin(pages) {
    if (this.buffer.byteLength + pages * 65_536 > maxBytes) throw new RangeError('Cannot allocate memory')
    return grow.call(this, pages)
  }
}

/** Writes the build's stdout or stderr to the process's own, as bytes. */
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

/** Gives the build the file that an argument names, under a name of its own; answers the argument to pass on. */
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
