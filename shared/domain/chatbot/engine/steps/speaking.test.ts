import { describe, expect, it } from 'vitest'
import { ask, play, playStored, type Sketch, say, sketch } from '../../testing.ts'

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

  it.each([
    ['{contact.phone}', '905551234567'],
    ['{ last_reply }!', 'Ayşe!'],
    ['{name} and {{name}}', 'Ayşe and Ayşe'],
    ['{Name} {other} {"a":1} {}', '{Name} {other} {"a":1} {}'],
    ['{webhook.status}.', '.'],
    ['{toString}{constructor}', '{toString}{constructor}'],
    ['{name|you}', '{name|you}'],
  ])('render %s, where single braces hold an existing variable, as %s', (message, expected) => {
    const steps = {
      a: ask({ variable: 'name' }, { default: 'b' }),
      b: say(message, { default: 'c' }),
      c: { type: 'send_image' as const, config: { url: 'https://example.com/a', caption: message } },
    }
    expect(play(steps, ['go', 'Ayşe']).said).toEqual([expected, expected])
  })

  it('keep single braces in a reply', () => {
    const steps = { a: ask({}, { default: 'b' }), b: say('You said {last_reply}') }
    expect(play(steps, ['go', '{contact.phone}']).said).toEqual(['You said {contact.phone}'])
  })

  it('cut a long URL between two characters', () => {
    const url = 'https://example.com/{{last_reply}}'
    const steps = { a: ask({}, { default: 'b' }), b: { type: 'send_image' as const, config: { url } } }
    for (const pad of Array.from({ length: 12 }, (_, index) => index)) {
      const { transcript } = play(steps, ['go', 'x'.repeat(pad) + '👍'.repeat(400)])
      const [sent = ''] = transcript.flatMap((line) => (line.kind === 'sent' ? [line.message.url ?? ''] : []))
      expect(sent.length).toBeGreaterThan(2_030)
      expect(decodeURIComponent(sent)).toMatch(/^https:\/\/example\.com\/x*(👍)+$/u)
    }
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
  const flow = (connections: Sketch['connections'], config: object = {}) => ({
    a: { type: 'send_buttons' as const, config: { message: 'Which?', buttons, ...config }, connections },
    sales: say('To sales'),
    support: say('To support'),
    other: say('Neither'),
  })
  const both = { sales: 'sales', support: 'support' }

  const replies: [string, string | { text: string; buttonId: string }][] = [
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
  ]
  const question = 'Which?\n\n1. Satış\n2. Destek'
  describe.each([
    ['no format', {}, [true]],
    ['a list', { format: 'list' }, [true]],
    ['a text', { format: 'text' }, [false]],
    ['both', { format: 'both' }, [false, true]],
  ])('with %s', (_, format, lists) => {
    it.each(replies)('accepts %s as the choice of a button', (_, reply) => {
      const { said, variables, transcript } = play(flow(both, format), ['go', reply])
      expect(said).toEqual([...lists.map(() => question), 'To support'])
      expect(variables.last_reply).toBe('support')
      const offers = transcript.flatMap((line) =>
        line.kind === 'sent' && line.message.buttons ? [line.message.list !== undefined] : [],
      )
      expect(offers).toEqual(lists)
    })
  })

  it('names the button of the list, with variables', () => {
    const labels = ['Seç', '{{x|Choose one}}', '{{nothing}}', undefined].map((list) => {
      const { transcript } = play(flow(both, { list }), ['go'])
      return transcript.flatMap((line) => (line.kind === 'sent' ? [line.message.list] : []))
    })
    expect(labels).toEqual([['Seç'], ['Choose one'], ['Choose'], ['Choose']])
  })

  it('shows the id of a button whose label has no text', () => {
    const empty = [{ id: 'city', label: '{{city}}' }]
    expect(play(flow({ city: null }, { buttons: empty }), ['go']).said).toEqual(['Which?\n\n1. city'])
  })

  it('keeps the format of a version that an earlier version of the gateway published', () => {
    const sent = (config: object) => {
      const { flow: published } = sketch({ a: say('Hi') })
      const a = {
        id: 'a',
        type: 'send_buttons' as const,
        config: { message: 'Which?', buttons, ...config },
        connections: {},
      }
      const stored = { ...sketch({ a: say('Hi') }), flow: { ...published, steps: { a } } }
      return playStored(stored, ['go']).transcript.flatMap((line) =>
        line.kind === 'sent' ? [line.message.list] : [],
      )
    }
    expect([sent({}), sent({ list: 'Go' }), sent({ format: 'both' })]).toEqual([
      [undefined],
      ['Go'],
      [undefined, 'Choose'],
    ])
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
