import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wav } from '../../../e2e/support/files.ts'
import { confine, type Limits } from './confine.ts'
import { reachedLimit, runFfmpeg } from './ffmpeg.ts'
import { wasmFfmpeg } from './ffmpegProgram.ts'

const MiB = 1024 * 1024
/** macOS has no memory limits for a process. */
const KEEPS_MEMORY = process.platform === 'linux'

let folder: string
const at = (name: string) => path.join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesper-limits-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs a script in a confined Node. Returns the exit code and signal. */
async function runNode(script: string, limits: Limits) {
  const { command, args } = confine(process.execPath, ['-e', script], limits)
  const child = spawn(command, args, { stdio: 'ignore' })
  const [code, signal] = await once(child, 'close')
  return { code, signal }
}

describe('a confined process', () => {
  it('ends when it has used its CPU time, regardless of the wall-clock time', async () => {
    const { signal } = await runNode('for (;;) {}', { cpuSeconds: 1 })
    expect(['SIGXCPU', 'SIGKILL']).toContain(signal)
  })

  it.runIf(KEEPS_MEMORY)('gets no more data memory than its limit', async () => {
    const script = 'Buffer.alloc(400 * 1024 * 1024, 1)'
    expect(await runNode(script, { dataBytes: 1024 * MiB })).toEqual({ code: 0, signal: null })
    expect(await runNode(script, { dataBytes: 300 * MiB })).not.toEqual({ code: 0, signal: null })
  })

  it.runIf(KEEPS_MEMORY)('gets no more address space than its limit', async () => {
    const { command, args } = confine('sh', ['-c', 'ulimit -v'], { addressBytes: 100 * MiB })
    expect(spawnSync(command, args, { encoding: 'utf8' }).stdout).toBe(`${100 * 1024}\n`)
  })

  it('writes no file above its limit', async () => {
    const script = `require('fs').writeFileSync(${JSON.stringify(at('long'))}, Buffer.alloc(200000))`
    await runNode(script, { fileBytes: 100_352 })
    expect((await stat(at('long'))).size).toBeLessThanOrEqual(100_352)
  })

  it('receives signals directly', async () => {
    const { command, args } = confine(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], {})
    const child = spawn(command, args, { stdio: 'ignore' })
    child.kill('SIGKILL')
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
  })
})

describe('ffmpeg', () => {
  /** Uses the CPU without end. */
  const endless = ['-f', 'lavfi', '-i', 'sine', '-f', 'null', '-']

  it('ends at its CPU limit', async () => {
    const failure = await runFfmpeg({ what: 'audio', args: endless, cpuSeconds: 1 }).catch((error) => error)
    expect(failure).toMatchObject({ name: 'FfmpegFailed', reason: 'unconvertible', atLimit: true })
  })

  it('ends at its time-out', async () => {
    const failure = await runFfmpeg({ what: 'audio', args: endless, timeoutMs: 1 }).catch((error) => error)
    expect(failure).toMatchObject({ name: 'FfmpegFailed', atLimit: true })
  })

  it('ends when the caller aborts', async () => {
    const giveUp = new AbortController()
    const run = runFfmpeg({ what: 'audio', args: endless, signal: giveUp.signal })
    setImmediate(() => giveUp.abort())
    await expect(run).rejects.toMatchObject({ name: 'UnacceptableMedia' })
  })

  it('gets no more memory than its limit, and reports the limit', async () => {
    const create = { width: 3840, height: 2160, channels: 3, background: 'teal' } as const
    await sharp({ create }).png({ compressionLevel: 1 }).toFile(at('4k.png'))
    const decode = { what: 'video', args: ['-i', `file:${at('4k.png')}`, '-f', 'null', '-'] } as const
    const [enough, little] = [wasmFfmpeg(256 * MiB), wasmFfmpeg(33 * MiB)]
    expect(reachedLimit(await runFfmpeg(decode, enough))).toBe(false)
    expect(reachedLimit(await runFfmpeg(decode, little).catch(({ log }) => log))).toBe(true)
  })

  it('from npm has access only to the files of its arguments', async () => {
    await writeFile(at('tone.wav'), wav(1))
    await writeFile(at('list.txt'), `ffconcat version 1.0\nfile 'file:${at('tone.wav')}'\n`)
    const join = ['-f', 'concat', '-safe', '0', '-i', `file:${at('list.txt')}`, '-f', 'null', '-']
    const failure = await runFfmpeg({ what: 'audio', args: join }, wasmFfmpeg()).catch((error) => error)
    expect(failure.log).toContain('No such file or directory')
  })
})
