import { describe, expect, it } from 'vitest'
import { ask, play, type Sketch, say } from '../../testing.ts'

describe('send_text and send_image', () => {
  it('render variables, and the defaults of missing variables', () => {
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

  it('never expand placeholders in a reply', () => {
    expect(
      play({ a: ask({}, { default: 'b' }), b: say('You said {{last_reply}}') }, ['go', '{{contact.phone}}'])
        .said,
    ).toEqual(['You said {{contact.phone}}'])
  })

  it('encode a reply in a URL, so that the reply changes no other part', () => {
    const image = { type: 'send_image' as const, config: { url: 'https://example.com/p/{{last_reply}}' } }
    const { transcript } = play({ a: ask({}, { default: 'b' }), b: image }, ['go', '../../x?y=1#'])
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
    ['its number with a point', '2.'],
    ['its label, in another case and without accents', 'DESTEK'],
    ['its id', 'support'],
    ['its number in Arabic digits', '٢'],
    ['its number in full width', '２）'],
    ['its number between invisible marks', '\u200f2\u200f'],
    ['its number as an emoji', '2️⃣'],
    ['its number with a hash', '#2'],
    ['its label with punctuation', '«Destek»!'],
    ['a tap', { text: 'Destek', buttonId: 'support' }],
  ])('accepts %s as the choice of a button', (_, reply) => {
    const { said, variables } = play(flow(both), ['go', reply])
    expect(said).toEqual(['Which?\n\n1. Satış\n2. Destek', 'To support'])
    expect(variables.last_reply).toBe('support')
  })

  it('prefers the label with the same punctuation', () => {
    const languages = [
      { id: 'one', label: 'Yes' },
      { id: 'two', label: 'Yes!' },
    ]
    const a: Sketch = {
      type: 'send_buttons',
      config: { message: 'Which?', buttons: languages },
      connections: { one: null, two: null },
    }
    const chosen = (reply: string) => play({ a }, ['go', reply]).variables.last_reply
    expect([chosen('yes'), chosen('yes!'), chosen('YES!!')]).toEqual(['one', 'two', 'one'])
  })

  it.each(['-2', '2%', '2.5'])('does not read %j as a number of a choice', (reply) => {
    expect(play(flow({ ...both, default: 'other' }), ['go', reply]).said.at(-1)).toBe('Neither')
  })

  it('leaves by the default outlet for another reply, and asks again without a default outlet', () => {
    expect(play(flow({ ...both, default: 'other' }), ['go', '7']).said.at(-1)).toBe('Neither')
    const { said, waitingFor } = play(flow(both), ['go', '7'])
    expect([said[1], waitingFor]).toEqual([said[0], 'reply'])
  })

  it('only offers if no button has a connection, and the next reply counts as the id', () => {
    const steps = {
      ...flow({ default: 'w' }),
      w: ask({}, { default: 'x' }),
      x: say('{{last_reply}}, {{last_text}}'),
    }
    expect(play(steps, ['go', '1']).said.at(-1)).toBe('sales, 1')
  })

  it('forgets its choices after a reply', () => {
    const steps = {
      ...flow({ default: 'w' }),
      w: ask({}, { default: 'how' }),
      how: say('How many?', { default: 'n' }),
      n: ask({}, { default: 'x' }),
      x: say('{{last_reply}}'),
    }
    expect(play(steps, ['go', '1', '2']).said.at(-1)).toBe('2')
  })
})
