import { appendFile, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openState } from './state.ts'

describe('the state', () => {
  let path: string
  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'sandbox-state-')), 'deeper', 'state.json')
  })

  it('restores flushed changes without a close, bytes included', async () => {
    const before = await openState(path)
    before.signal.in('1').set('a', { key: Buffer.from([1, 2, 3]) })
    before.signal.in('1').set('gone', 1)
    before.signal.in('1').delete('gone')
    before.preKeysTaken.in('1:2').set('taken', 1)
    before.preKeysTaken.in('1:2').set('taken', 2)
    await before.flushed()
    const after = await openState(path)
    expect([...after.signal.in('1').entries()]).toEqual([['a', { key: Buffer.from([1, 2, 3]) }]])
    expect(after.preKeysTaken.in('1:2').get('taken')).toBe(2)
  })

  it('ignores the incomplete line that a kill left', async () => {
    const before = await openState(path)
    before.signal.in('1').set('a', 1)
    await before.close()
    await appendFile(path, '["signal","1","a",99')
    expect((await openState(path)).signal.in('1').get('a')).toBe(1)
  })

  it('writes concurrent changes in order, and compacts at the next start', async () => {
    const before = await openState(path)
    for (let i = 0; i < 1000; i += 1) before.preKeysTaken.in('1:1').set('taken', i)
    await before.flushed()
    for (let i = 0; i < 1000; i += 1) before.preKeysTaken.in('1:1').set('taken', i)
    await before.close()
    const after = await openState(path)
    expect(after.preKeysTaken.in('1:1').get('taken')).toBe(999)
    after.preKeysTaken.in('1:1').set('taken', 1000)
    await after.close()
    expect((await readFile(path, 'utf8')).trim()).toBe('["preKeysTaken","1:1","taken",1000]')
  })

  it('drops changes after the close', async () => {
    const state = await openState(path)
    await state.close()
    state.signal.in('1').set('late', 1)
    await state.flushed()
    expect((await openState(path)).signal.in('1').get('late')).toBeUndefined()
  })
})
