import { describe, expect, it } from 'vitest'
import { ask, play, type Sketch, say } from '../../testing.ts'

describe('wait_reply', () => {
  const flow = (config: object, connections: Sketch['connections']) => ({
    a: ask(config, connections),
    reply: say('Thanks for {{last_reply}}'),
    late: say('Are you there?'),
  })

  it('continues with a reply, and stores the reply in a variable', () => {
    const { said, variables } = play(flow({ variable: 'name' }, { default: 'reply' }), ['go', 'Ayşe'])
    expect([said, variables.name]).toEqual([['Thanks for Ayşe'], 'Ayşe'])
  })

  it.each([
    [
      'branches by the outlet timeout',
      { timeout: 60, timeoutAction: 'branch' },
      ['Are you there?'],
      'completed',
    ],
    ['branches if the outlet is connected', { timeout: 60 }, ['Are you there?'], 'completed'],
    ['continues', { timeout: 60, timeoutAction: 'continue' }, ['Thanks for go'], 'completed'],
    ['ends', { timeout: 60, timeoutAction: 'end' }, [], 'abandoned'],
    [
      'continues after a time as text',
      { timeout: '60', timeoutAction: 'CONTINUE' },
      ['Thanks for go'],
      'completed',
    ],
  ])('%s when nobody replies in time', (_, config, said, status) => {
    const connections = { default: 'reply', timeout: 'late' }
    const early = play(flow(config, connections), ['go', { advanceSeconds: 59 }])
    expect([early.said, early.status]).toEqual([[], 'active'])
    expect(play(flow(config, connections), ['go', { advanceSeconds: 60 }])).toMatchObject({ said, status })
  })

  it.each(['STOP', 'Stop!', '*stop*', 'ｓｔｏｐ', 's\u200btop', '¡stop!'])(
    'ends with the stop word %j',
    (word) => {
      expect(play(flow({}, { default: 'reply' }), ['go', word]).status).toBe('abandoned')
    },
  )

  it('does not end with a stop word inside a sentence', () => {
    expect(play(flow({}, { default: 'reply' }), ['go', 'stop it']).status).toBe('completed')
  })

  it('ends after a time-out without an action', () => {
    expect(play(flow({ timeout: 60 }, { default: 'reply' }), ['go', { advanceSeconds: 61 }]).status).toBe(
      'abandoned',
    )
  })
})

it('delay continues when its time ends, and ignores replies meanwhile', () => {
  const steps: Record<string, Sketch> = {
    a: { type: 'delay', config: { seconds: 30 }, connections: { default: 'b' } },
    b: say('Now'),
  }
  expect(play(steps, ['go', { advanceSeconds: 29 }, 'hurry up'])).toMatchObject({
    said: [],
    status: 'active',
  })
  expect(play(steps, ['go', 'hurry up', { advanceSeconds: 30 }])).toMatchObject({
    said: ['Now'],
    status: 'completed',
  })
})
