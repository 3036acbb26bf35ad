import { Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { corkWrites } from './corkByTurn.ts'

/** Creates a corked stream that records each system call as a list of chunks. */
function recording() {
  const calls: string[][] = []
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      calls.push([String(chunk)])
      done()
    },
    writev: (chunks, done) => {
      calls.push(chunks.map(({ chunk }) => String(chunk)))
      done()
    },
  })
  corkWrites(stream as never)
  return { stream, calls }
}

it('writes the chunks of one turn together and in order', async () => {
  const { stream, calls } = recording()
  stream.write('message')
  await Promise.resolve()
  stream.write('ack')
  expect(calls).toEqual([])
  await turn()
  stream.write('next')
  await turn()
  expect(calls).toEqual([['message', 'ack'], ['next']])
})

it('calls back each write, and writes the rest at the end of the stream', async () => {
  const { stream, calls } = recording()
  const written = new Promise((resolve) => stream.write('message', resolve))
  stream.end('bye')
  expect(await written).toBeFalsy()
  expect(calls.flat()).toEqual(['message', 'bye'])
})
