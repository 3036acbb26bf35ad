import { expect, it } from 'vitest'
import type { Answer, Call } from '../client.ts'
import { Contract, type Document } from './contract.ts'
import { findFaults } from './findFaults.ts'
import type { JsonSchema } from './jsonSchema.ts'
import type { Resources } from './resources.ts'

const BODY: JsonSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 20, pattern: '^[a-z]+$' },
    tags: { type: 'array', items: { $ref: '#/components/schemas/Tag' }, maxItems: 3 },
  },
  required: ['name'],
  additionalProperties: false,
}
const TAG: JsonSchema = {
  type: 'object',
  properties: { color: { enum: ['red', 'blue'] } },
  required: ['color'],
  additionalProperties: false,
}
const ANSWER: JsonSchema = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }

/** A document with one operation that has a body and a query. */
function documentWith(body: JsonSchema = BODY, tag: JsonSchema = TAG): Document {
  const content = (schema: JsonSchema) => ({ 'application/json': { schema } })
  const operation = {
    parameters: [
      { name: 'limit', in: 'query' as const, schema: { type: 'integer', minimum: 1, maximum: 9 } },
    ],
    requestBody: { required: true, content: content(body) },
    responses: {
      200: { headers: { 'X-Count': { schema: { type: 'integer' } } }, content: content(ANSWER) },
      400: { content: content({}) },
    },
  }
  return { paths: { '/things': { post: operation } }, components: { schemas: { Tag: tag } } } as Document
}

const NOTHING: Resources = {
  ...{
    ids: [],
    phone: '',
    body: {},
    bodies: {},
    omitted: {},
    deep: {},
    maps: {},
    withText: {},
    texts: {},
    parameters: {},
    special: {},
  },
}

/** A server that follows a document strictly. */
function serverOf(document: Document, good: Partial<Answer> = {}): Call {
  const contract = new Contract(document)
  const schema = document.paths['/things']?.post?.requestBody?.content['application/json']?.schema ?? {}
  return async (_, url, body) => {
    const query = new URL(url, 'http://127.0.0.1').searchParams
    const isQueryGood = /^(limit=[1-9])?$/.test(String(query))
    const headers = new Headers({ 'content-type': 'application/json' })
    if (!isQueryGood || contract.faultOf(schema, body) !== null) return { status: 400, headers, body: {} }
    return { status: 200, headers, body: { id: '1' }, ...good }
  }
}

const search = async (document: Document, call: Call) =>
  await findFaults({ contract: new Contract(document), call, resources: NOTHING, seed: 20, runsOf: () => 60 })

it('finds no fault at a server that follows the document', async () => {
  const document = documentWith()
  expect(await search(document, serverOf(document))).toEqual([])
})

it.each<[string, Partial<Answer>, string]>([
  ['a status of 5xx', { status: 503 }, 'the status 503'],
  ['an undocumented status', { status: 202 }, 'the undocumented status 202'],
  [
    'an undocumented content type',
    { headers: new Headers({ 'content-type': 'text/html' }) },
    'content type "text/html"',
  ],
  ['an undocumented header', { headers: json({ 'x-secret': '1' }) }, 'the undocumented header x-secret'],
  ['a header that breaks its schema', { headers: json({ 'x-count': 'many' }) }, 'the header x-count'],
  ['an answer that breaks its schema', { body: { id: 7 } }, 'the body: /id must be string'],
])('finds %s', async (_, good, fault) => {
  const document = documentWith()
  expect(await search(document, serverOf(document, good))).toEqual([expect.stringContaining(fault)])
})

it.each<[string, Document, string]>([
  ['an accepted unknown field', documentWith({ ...BODY, additionalProperties: true }), 'unknown field at /'],
  [
    'an accepted unknown field inside of a list',
    documentWith(BODY, { ...TAG, additionalProperties: true }),
    'unknown field at /tags/',
  ],
  ['an accepted absence of a field', documentWith({ ...BODY, required: [] }), 'missing field at /'],
  [
    'an accepted value of another type',
    documentWith({ ...BODY, properties: { ...BODY.properties, name: {} } }),
    'at /name',
  ],
  [
    'an accepted value out of range',
    documentWith(BODY, { ...TAG, properties: { color: { type: 'string' } } }),
    'at /tags/',
  ],
])('finds %s', async (_, lenient, fault) => {
  const faults = await search(documentWith(), serverOf(lenient))
  expect(faults).toEqual([expect.stringContaining('an accepted request with')])
  expect(faults.join()).toContain(fault)
})

it('finds a refused valid request', async () => {
  const narrow = documentWith({
    ...BODY,
    properties: { ...BODY.properties, name: { ...BODY.properties?.name, maxLength: 3 } },
  })
  expect(await search(documentWith(), serverOf(narrow))).toEqual([
    expect.stringContaining('a refused valid request'),
  ])
})

it('finds a repeated query parameter that is accepted', async () => {
  const document = documentWith()
  const strict = serverOf(document)
  const faults = await search(document, (method, url, ...rest) =>
    strict(method, url.replace(/&limit=\d$/, ''), ...rest),
  )
  expect(faults).toEqual([expect.stringContaining('an accepted request with limit twice')])
})

function json(others: Record<string, string>): Headers {
  return new Headers({ 'content-type': 'application/json', ...others })
}
