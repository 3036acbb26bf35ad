import { expect, it } from 'vitest'
import { play, type Sketch, say } from '../testing.ts'

it('stops a simulation whose transcript is too long for an answer', () => {
  const steps: Record<string, Sketch> = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [
      `s${index}`,
      say('Hi', { default: index < 49 ? `s${index + 1}` : null }),
    ]),
  )
  const { transcript, warnings } = play(steps, Array(100).fill('go'))
  expect(transcript.length).toBeLessThan(5_200)
  expect(warnings).toEqual([
    { path: 'messages.50', message: expect.stringContaining('stopped before this message') },
  ])
})
