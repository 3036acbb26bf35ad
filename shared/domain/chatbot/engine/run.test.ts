import { describe, expect, it } from 'vitest'
import { finish } from '../budget/index.ts'
import { ask, play, type Sketch, say, sketch } from '../testing.ts'
import { advanceRun as advanceInPieces, newRun } from './advanceRun.ts'

const advance = (...given: Parameters<typeof advanceInPieces>) => finish(advanceInPieces(...given))

describe('a run', () => {
  it('fails after 100 steps without a wait', () => {
    const loop = { a: say('again', { default: 'b' }), b: say('and again', { default: 'a' }) }
    const { status, said, transcript } = play(loop, ['go'])
    expect([status, said.length]).toEqual(['failed', 100])
    expect(transcript.at(-1)).toMatchObject({
      error: 'The conversation took 100 steps without a wait. Add a wait for a reply.',
    })
  })

  it('fails after 1,000 steps, even if each step was answered', () => {
    const loop = {
      a: say('And?', { default: 'b' }),
      b: ask({ timeout: 1, timeoutAction: 'continue' }, { default: 'a' }),
    }
    expect(play(loop, ['go', { advanceSeconds: 2_000 }]).status).toBe('failed')
  })

  it('expires after a day without activity, and the next message may start another run', () => {
    const steps = { a: say('Hello', { default: 'b' }), b: ask({}, { default: null }) }
    expect(play(steps, ['go', { advanceSeconds: 86_399 }]).status).toBe('active')
    const { status, said } = play(steps, ['go', { advanceSeconds: 86_400 }, 'go'])
    expect([status, said]).toEqual(['active', ['Hello', 'Hello']])
  })

  it('does not expire while it waits for a timer', () => {
    const steps: Record<string, Sketch> = {
      a: { type: 'delay', config: { seconds: 3 * 86_400 }, connections: { default: 'b' } },
      b: say('Three days later'),
    }
    expect(play(steps, ['go', { advanceSeconds: 3 * 86_400 }]).said).toEqual(['Three days later'])
  })

  it('ends at a stop word, which starts no other run', () => {
    const steps = { a: ask({}, { default: 'b' }), b: say('no') }
    expect(play(steps, ['go', ' STOP '])).toMatchObject({ status: 'abandoned', said: [] })
  })

  it('takes a message that matches the trigger as a reply', () => {
    const steps = { a: say('Hello', { default: 'b' }), b: ask({}, { default: 'c' }), c: say('Bye') }
    expect(play(steps, ['go', 'go']).said).toEqual(['Hello', 'Bye'])
  })

  it('ignores a timer and an answer for an earlier turn', () => {
    const steps: Record<string, Sketch> = {
      a: ask({ timeout: 60 }, { default: 'b' }),
      b: { type: 'webhook', config: { url: 'https://example.com' }, connections: { default: null } },
    }
    const { flow } = sketch(steps)
    const at = (seconds: number) => new Date(seconds * 1000)
    const reply = { text: 'x' }
    const contact = { name: '', phone: '' }
    const asked = advance(flow, newRun(), { type: 'start', reply, contact }, at(0)).run
    const called = advance(flow, asked, { type: 'reply', reply }, at(1)).run
    expect([asked.waiting, called.waiting]).toEqual(['reply', 'call'])
    const answer = { status: 200, body: '' }
    const late = [
      advance(flow, { ...asked, turn: 7 }, { type: 'timer', turn: asked.turn }, at(60)),
      advance(flow, called, { type: 'answer', turn: asked.turn, answer }, at(60)),
    ]
    expect(late).toMatchObject([
      { run: { waiting: 'reply' }, entries: [] },
      { run: { waiting: 'call' }, entries: [] },
    ])
  })
})
