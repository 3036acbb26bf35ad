import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { Contract } from './support/openapi/contract.ts'
import { alternativesOf, type JsonSchema } from './support/openapi/jsonSchema.ts'

/**
 * Fields that are no texts: identifiers of objects, base64, times, blank cells of a recipient, and the inputs of a simulation. A value
 * of a chatbot's variable is also no text. White space there stands for no value, or names nothing.
 */
const EXEMPT =
  /(^|\.)(session|sessionId|appId|listId|startStepId|quoted|messageId|id|base64|scheduledAt)$|sessions\.items$|config(\.rules\.items)?\.value(\.items)?$|recipients\.|add\.|connections|simulate/

it('no text of a request accepts white space alone', async () => {
  const document = JSON.parse(await readFile(new URL('../openapi.json', import.meta.url), 'utf8'))
  const contract = new Contract(document)
  const accepted = new Set<string>()
  const check = (schema: JsonSchema, path: string, depth: number): void => {
    if (depth > 8) return
    for (const plain of alternativesOf(schema, (reference) => contract.resolve(reference as JsonSchema))) {
      if (plain.type === 'string' && contract.faultOf(schema, '   ') === null) accepted.add(path)
      for (const [name, field] of Object.entries(plain.properties ?? {}))
        check(field, `${path}.${name}`, depth + 1)
      if (plain.items) check(plain.items, `${path}.items`, depth + 1)
    }
  }
  for (const { label, body } of contract.operations) {
    const schema = body?.content['application/json']?.schema
    if (schema) check(schema, label, 0)
  }
  expect([...accepted].filter((path) => !EXEMPT.test(path))).toEqual([])
  expect(accepted.size).toBeGreaterThan(10)
})
