import { expect, it } from 'vitest'
import { caller } from './support/client.ts'
import { useSharedGateway } from './support/gateway.ts'
import { adminOf } from './support/tenants.ts'

const gateway = useSharedGateway()

/** OpenAPI documents of both APIs, by name. */
async function references() {
  const answers = [
    await caller(gateway.info.baseUrl)('GET', '/openapi.json'),
    await adminOf(gateway)('GET', '/openapi.json'),
  ]
  return answers.map(({ body }) => body)
}

it('documents patterns that are regular expressions and fit the examples beside them', async () => {
  const broken = (await references()).flatMap((document) => [...brokenPatterns(document)])
  expect(broken).toEqual([])
})

it('documents a body as optional where a request without a body succeeds', async () => {
  const [{ paths }] = await references()
  const { api } = gateway
  const webhook = { url: 'http://127.0.0.1:9/', events: ['message.received'] }
  const { id } = (await api('POST', '/webhooks', webhook)).body.data
  expect((await api('PUT', `/webhooks/${id}`)).status).toBe(200)
  expect(paths['/api/v1/webhooks/{id}'].put.requestBody.required).toBe(false)
  expect((await api('POST', '/webhooks')).status).toBe(400)
  expect(paths['/api/v1/webhooks'].post.requestBody.required).toBe(true)
})

/** Patterns of a document that are no regular expression, or that refuse the example of their own schema. */
function* brokenPatterns(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return
  const { pattern, example } = node as { pattern?: unknown; example?: unknown }
  if (typeof pattern === 'string' && !fits(pattern, example)) yield `${pattern} refuses ${example}`
  for (const value of Object.values(node)) yield* brokenPatterns(value)
}

/** JSON Schema reads patterns as Unicode patterns of ECMA-262. */
function fits(pattern: string, example: unknown): boolean {
  try {
    const expression = new RegExp(pattern, 'u')
    return typeof example !== 'string' || expression.test(example)
  } catch {
    return false
  }
}
