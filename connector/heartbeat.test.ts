import { mkdtemp, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { eventually } from '../e2e/support/eventually.ts'
import { startHeartbeat } from './heartbeat.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function aliveFile(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-alive-'))
  folders.push(folder)
  return path.join(folder, 'alive')
}

it('touches its file repeatedly', async () => {
  const file = await aliveFile()
  const stop = await startHeartbeat(file, 5)
  const long = new Date(0)
  await utimes(file, long, long)
  await eventually(async () => (await stat(file)).mtimeMs > 0)
  stop()
})

it('fails at the start if the file cannot be written', async () => {
  await expect(startHeartbeat(path.join(await aliveFile(), 'no', 'such', 'folder'))).rejects.toThrow(
    /ENOENT|ENOTDIR/,
  )
})
