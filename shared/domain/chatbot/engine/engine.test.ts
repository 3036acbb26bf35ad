import { describe, expect, it } from 'vitest'
import { play, type Sketch } from '../testing.ts'

const say = (message: string, connections: Sketch['connections'] = {}): Sketch => ({
  type: 'send_text',
  config: { message },
  connections,
})
const wait = (config: object, connections: Sketch['connections']): Sketch => ({
  type: 'wait_reply',
  config,
  connections,
})

describe('send_text and send_image', () => {
  it('say their words with the variables in them, and what stands for those that are missing', () => {
    const { said, transcript } = play(
      {
        a: say('Hello {{contact.name|there}}, {{contact.phone}}: {{last_reply}}{{nothing}}', {
          default: 'b',
        }),
        b: {
          type: 'send_image',
          config: { url: 'https://example.com/{{last_reply}}.png', caption: 'at {{now}}' },
        },
      },
      ['go'],
      { contact: { name: '', phone: '905551234567' } },
    )
    expect(said).toEqual(['Hello there, 905551234567: go', 'at 2026-06-24T12:00:00.000Z'])
    expect(transcript).toContainEqual(
      expect.objectContaining({ message: expect.objectContaining({ url: 'https://example.com/go.png' }) }),
    )
  })

  it('never expand what somebody wrote', () => {
    expect(
      play({ a: wait({}, { default: 'b' }), b: say('You said {{last_reply}}') }, ['go', '{{contact.phone}}'])
        .said,
    ).toEqual(['You said {{contact.phone}}'])
  })

  it('encode what somebody wrote in a URL, so that it leads nowhere else', () => {
    const image = { type: 'send_image' as const, config: { url: 'https://example.com/p/{{last_reply}}' } }
    const { transcript } = play({ a: wait({}, { default: 'b' }), b: image }, ['go', '../../x?y=1#'])
    expect(JSON.stringify(transcript)).toContain('https://example.com/p/..%2F..%2Fx%3Fy%3D1%23')
  })
})

describe('send_buttons', () => {
  const buttons = [
    { id: 'sales', label: 'Satış' },
    { id: 'support', label: 'Destek' },
  ]
  const flow = (connections: Sketch['connections']) => ({
    a: { type: 'send_buttons' as const, config: { message: 'Which?', buttons }, connections },
    sales: say('To sales'),
    support: say('To support'),
    other: say('Neither'),
  })
  const both = { sales: 'sales', support: 'support' }

  it.each([
    ['its number', '2'],
    ['its number, as lists write it', '2.'],
    ['its label, in another case and without accents', 'DESTEK'],
    ['its id', 'support'],
    ['a tap', { text: 'Destek', buttonId: 'support' }],
  ])('takes %s for the button', (_, reply) => {
    const { said, variables } = play(flow(both), ['go', reply])
    expect(said).toEqual(['Which?\n\n1. Satış\n2. Destek', 'To support'])
    expect(variables.last_reply).toBe('support')
  })

  it('leaves by the default for what is no button, and asks again where there is none', () => {
    expect(play(flow({ ...both, default: 'other' }), ['go', '7']).said.at(-1)).toBe('Neither')
    const { said, waitingFor } = play(flow(both), ['go', '7'])
    expect([said[1], waitingFor]).toEqual([said[0], 'reply'])
  })

  it('only offers where none of its buttons leads anywhere: the reply behind it counts as its id', () => {
    const steps = {
      ...flow({ default: 'w' }),
      w: wait({}, { default: 'x' }),
      x: say('{{last_reply}}, {{last_text}}'),
    }
    expect(play(steps, ['go', '1']).said.at(-1)).toBe('sales, 1')
  })

  it('forgets what it offered once there was a reply', () => {
    const steps = {
      ...flow({ default: 'w' }),
      w: wait({}, { default: 'how' }),
      how: say('How many?', { default: 'n' }),
      n: wait({}, { default: 'x' }),
      x: say('{{last_reply}}'),
    }
    expect(play(steps, ['go', '1', '2']).said.at(-1)).toBe('2')
  })
})

describe('wait_reply', () => {
  const flow = (config: object, connections: Sketch['connections']) => ({
    a: wait(config, connections),
    reply: say('Thanks for {{last_reply}}'),
    late: say('Are you there?'),
  })

  it('goes on with a reply, and keeps it under a name', () => {
    const { said, variables } = play(flow({ variable: 'name' }, { default: 'reply' }), ['go', 'Ayşe'])
    expect([said, variables.name]).toEqual([['Thanks for Ayşe'], 'Ayşe'])
  })

  it.each([
    ['branches by its outlet', { timeout: 60, timeoutAction: 'branch' }, ['Are you there?'], 'completed'],
    ['branches where it is connected', { timeout: 60 }, ['Are you there?'], 'completed'],
    ['continues', { timeout: 60, timeoutAction: 'continue' }, ['Thanks for go'], 'completed'],
    ['ends', { timeout: 60, timeoutAction: 'end' }, [], 'abandoned'],
  ])('%s when nobody replies in time', (_, config, said, status) => {
    const connections = { default: 'reply', timeout: 'late' }
    const early = play(flow(config, connections), ['go', { advanceSeconds: 59 }])
    expect([early.said, early.status]).toEqual([[], 'active'])
    expect(play(flow(config, connections), ['go', { advanceSeconds: 60 }])).toMatchObject({ said, status })
  })

  it('ends when nobody replies in time and nothing says what then', () => {
    expect(play(flow({ timeout: 60 }, { default: 'reply' }), ['go', { advanceSeconds: 61 }]).status).toBe(
      'abandoned',
    )
  })
})

describe('condition', () => {
  it.each([
    ['equals', 'EVET', 'evet', true],
    ['equals', 'evet', 'hayır', false],
    ['equals', 'IPTAL', 'iptal', true],
    ['not_equals', 'evet', 'hayır', true],
    ['contains', 'bir sipariş var', 'SİPARİŞ', true],
    ['starts_with', 'Merhaba dünya', 'merhaba', true],
    ['ends_with', 'Merhaba dünya', 'DÜNYA', true],
    ['regex', 'order 4711', '\\d{4}$', true],
    ['regex', 'order 47', '\\d{4}$', false],
    ['gt', '12', '9', true],
    ['gt', 'twelve', '9', false],
    ['gte', '9,5', '9.5', true],
    ['lt', '-1', 0, true],
    ['lte', '2026-01-01', '2026-06-24', true],
    ['exists', 'x', '', true],
    ['in', 'b', ['a', 'B'], true],
    ['in', 'c', 'a, b', false],
  ])('%s: %j and %j', (operator, reply, value, expected) => {
    const rules = [{ variable: 'last_reply', operator, value }]
    const steps: Record<string, Sketch> = {
      a: wait({}, { default: 'b' }),
      b: { type: 'condition', config: { rules }, connections: { true: 't', false: 'f' } },
      t: say('true'),
      f: say('false'),
    }
    expect(play(steps, ['go', reply]).said).toEqual([String(expected)])
  })

  it.each([
    ['and', false],
    ['or', true],
  ])('takes several rules together by %s', (logic, expected) => {
    const rules = [
      { variable: 'last_reply', operator: 'equals', value: 'go' },
      { variable: 'missing', operator: 'exists' },
    ]
    const b: Sketch = {
      type: 'condition',
      config: { rules, logic },
      connections: { true: null, false: null },
    }
    expect(play({ b }, ['go']).path).toEqual([{ stepId: 'b', outlet: String(expected) }])
  })

  it('is not hung by a pattern that backtracks', () => {
    const rules = [{ variable: 'last_reply', operator: 'regex', value: '^(a+)+$' }]
    const steps: Record<string, Sketch> = {
      a: wait({}, { default: 'b' }),
      b: { type: 'condition', config: { rules }, connections: { true: null, false: null } },
    }
    const started = performance.now()
    expect(play(steps, ['go', `${'a'.repeat(4_000)}!`]).path.at(-1)).toEqual({ stepId: 'b', outlet: 'false' })
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

it('set_variable sets a text, copies a variable, or takes what stands for a missing one', () => {
  const set = (config: object, next: string | null): Sketch => ({
    type: 'set_variable',
    config,
    connections: { default: next },
  })
  const { variables } = play(
    {
      a: set({ name: 'one', value: 'Hi {{contact.phone}}' }, 'b'),
      b: set({ name: 'two', source: 'last_reply' }, 'c'),
      c: set({ name: 'three', source: 'nothing', value: 'instead' }, null),
    },
    ['go'],
  )
  expect(variables).toMatchObject({ one: 'Hi 905551234567', two: 'go', three: 'instead' })
})

it('delay goes on when its time is over, and takes no replies meanwhile', () => {
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

describe('webhook', () => {
  const flow = (config: object, connections: Sketch['connections']) => ({
    a: wait({}, { default: 'hook' }),
    hook: { type: 'webhook' as const, config: { url: 'https://example.com/api', ...config }, connections },
    ok: say('Order {{order}} of {{who|nobody}}: {{webhook.status}}'),
    bad: say('Sorry: {{webhook.status}}'),
  })
  const variables = { order: 'data.items[0].id', who: '$.data.missing' }
  const both = { default: 'ok', error: 'bad' }

  it('puts the answer into variables by path', () => {
    const body = { data: { items: [{ id: 4711 }] } }
    const { said } = play(flow({ variables }, both), ['go', 'x'], { webhooks: { hook: { body } } })
    expect(said).toEqual(['Order 4711 of nobody: 200'])
  })

  it.each([
    ['another status than 2xx', { status: 500 }, ['Sorry: 500']],
    ['no answer', { error: 'timeout' }, ['Sorry:']],
    ['something that is not JSON', { body: '<html>' }, ['Sorry: 200']],
  ])('leaves by error for %s', (_, answer, said) => {
    expect(play(flow({ variables }, both), ['go', 'x'], { webhooks: { hook: answer } }).said).toEqual(said)
  })

  it('ends the run where an error leads nowhere', () => {
    const { status, transcript } = play(flow({}, { default: 'ok' }), ['go', 'x'], {
      webhooks: { hook: { status: 503 } },
    })
    expect(status).toBe('failed')
    expect(transcript.at(-1)).toMatchObject({ kind: 'ended', error: 'The webhook answered 503' })
  })

  it.each([
    ['as JSON', { text: '{{last_reply}}' }],
    ['as a text of JSON', '{"text":"{{last_reply}}"}'],
  ])('sends a body %s that no reply can break out of', (_, body) => {
    const config = { method: 'post', body, headers: { 'X-Reply': '{{last_reply}}' } }
    const { transcript } = play(flow(config, both), ['go', '","admin":"yes\r\nX-Evil: 1'])
    const call = transcript.find((line) => line.kind === 'called')
    if (call?.kind !== 'called') throw new Error('Nothing was called')
    expect(JSON.parse(call.request.body ?? '')).toEqual({ text: '","admin":"yes\r\nX-Evil: 1' })
    expect(call.request.headers['x-reply']).not.toMatch(/[\r\n]/)
    expect(call.request.method).toBe('POST')
  })
})

describe('a run', () => {
  it('ends with an error after 100 steps that waited for nobody', () => {
    const loop = { a: say('again', { default: 'b' }), b: say('and again', { default: 'a' }) }
    const { status, said, transcript } = play(loop, ['go'])
    expect([status, said.length]).toEqual(['failed', 100])
    expect(transcript.at(-1)).toMatchObject({ error: '100 steps without a wait' })
  })

  it('ends after a thousand steps, also where each of them was answered', () => {
    const loop = {
      a: say('And?', { default: 'b' }),
      b: wait({ timeout: 1, timeoutAction: 'continue' }, { default: 'a' }),
    }
    expect(play(loop, ['go', { advanceSeconds: 2_000 }]).status).toBe('failed')
  })

  it('expires when nothing has happened for a day, and its next message may begin another', () => {
    const steps = { a: say('Hello', { default: 'b' }), b: wait({}, { default: null }) }
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

  it('is ended by a stop word, which begins no other', () => {
    const steps = { a: wait({}, { default: 'b' }), b: say('no') }
    expect(play(steps, ['go', ' STOP '])).toMatchObject({ status: 'abandoned', said: [] })
  })

  it('goes on with a message that would begin it', () => {
    const steps = { a: say('Hello', { default: 'b' }), b: wait({}, { default: 'c' }), c: say('Bye') }
    expect(play(steps, ['go', 'go']).said).toEqual(['Hello', 'Bye'])
  })
})
