import { describe, expect, it } from 'vitest'
import { ask, play, playStored, type Sketch, say, sketch } from '../../testing.ts'

describe('webhook', () => {
  const flow = (config: object, connections: Sketch['connections']) => ({
    a: ask({}, { default: 'hook' }),
    hook: { type: 'webhook' as const, config: { url: 'https://example.com/api', ...config }, connections },
    ok: say('Order {{order}} of {{who|nobody}}: {{webhook.status}}'),
    bad: say('Sorry: {{webhook.status}}'),
  })
  const variables = { order: 'data.items[0].id', who: '$.data.missing' }
  const both = { default: 'ok', error: 'bad' }

  it('stores parts of the answer in variables, by path', () => {
    const body = { data: { items: [{ id: 4711 }] } }
    const { said } = play(flow({ variables }, both), ['go', 'x'], { webhooks: { hook: { body } } })
    expect(said).toEqual(['Order 4711 of nobody: 200'])
  })

  it.each([
    ['a status other than 2xx', { status: 500 }, ['Sorry: 500']],
    ['no answer', { error: 'timeout' }, ['Sorry:']],
    ['an answer that is not JSON', { body: '<html>' }, ['Sorry: 200']],
  ])('leaves by the error outlet for %s', (_, answer, said) => {
    expect(play(flow({ variables }, both), ['go', 'x'], { webhooks: { hook: answer } }).said).toEqual(said)
  })

  it.each([
    ['../admin', '..%2Fadmin'],
    ['..', ''],
    ['.', ''],
    ['a.b', 'a.b'],
  ])('keeps its path with the reply %s', (reply, segment) => {
    const url = 'https://example.com/orders/{{last_reply}}/items'
    const { transcript } = play(flow({ url }, both), ['go', reply])
    expect(transcript.find((line) => line.kind === 'called')).toMatchObject({
      request: { url: `https://example.com/orders/${segment}/items` },
    })
  })

  it('ends the run if the error outlet has no connection', () => {
    const { status, transcript } = play(flow({}, { default: 'ok' }), ['go', 'x'], {
      webhooks: { hook: { status: 503 } },
    })
    expect(status).toBe('failed')
    expect(transcript.at(-1)).toMatchObject({ kind: 'ended', error: 'The webhook answered 503' })
  })

  it.each([
    ['as JSON', { text: '{{last_reply}}' }],
    ['as JSON text', '{"text":"{{last_reply}}"}'],
  ])('sends a body %s that no reply can break out of', (_, body) => {
    const config = { method: 'post', body, headers: { 'X-Reply': '{{last_reply}}' } }
    const { transcript } = play(flow(config, both), ['go', '","admin":"yes\r\nX-Evil: 1'])
    const call = transcript.find((line) => line.kind === 'called')
    if (call?.kind !== 'called') throw new Error('Nothing was called')
    expect(JSON.parse(call.request.body ?? '')).toEqual({ text: '","admin":"yes\r\nX-Evil: 1' })
    expect(call.request.headers['x-reply']).not.toMatch(/[\r\n]/)
    expect(call.request.method).toBe('POST')
  })

  it.each([
    ['a body', { body: { a: 1 } }, 'POST'],
    ['a body of text', { body: 'hello' }, 'POST'],
    ['no body', {}, 'GET'],
    ['a body that is null', { body: null }, 'GET'],
    ['an empty body', { body: '' }, 'GET'],
    ['a body and a method in lower case', { body: { a: 1 }, method: 'put' }, 'PUT'],
  ])('with %s and without another word calls by the fitting method', (_, config, method) => {
    const { transcript } = play(flow(config, both), ['go', 'x'])
    const call = transcript.find((line) => line.kind === 'called')
    expect(call).toMatchObject({ request: { method } })
    expect(call?.kind === 'called' && 'body' in call.request).toBe(method !== 'GET')
  })

  it('keeps the method of a version that an earlier version of the gateway published', () => {
    const stored = sketch({ a: say('Hi') })
    const config = { url: 'https://example.com', body: { a: 1 } }
    const a = { id: 'a', type: 'webhook' as const, config, connections: {} }
    const { transcript } = playStored({ ...stored, flow: { ...stored.flow, steps: { a } } }, ['go'])
    const call = transcript.find((line) => line.kind === 'called')
    expect(call).toMatchObject({ request: { method: 'GET' } })
  })

  it('keeps single braces in its URL, headers and body', () => {
    const config = {
      body: 'query { order }',
      headers: { 'x-query': '{order}' },
      url: 'https://example.com/{order}',
    }
    const steps = { ...flow(config, both), a: ask({ variable: 'order' }, { default: 'hook' }) }
    const { transcript } = play(steps, ['go', '7'])
    expect(transcript.find((line) => line.kind === 'called')).toMatchObject({ request: config })
  })

  it('sends JSON that is nested too deep as text', () => {
    const body = '['.repeat(20_000) + ']'.repeat(20_000)
    const { transcript } = play(flow({ method: 'post', body }, both), ['go', 'x'])
    expect(transcript.find((line) => line.kind === 'called')).toMatchObject({
      request: { headers: { 'content-type': 'text/plain; charset=utf-8' } },
    })
  })
})
