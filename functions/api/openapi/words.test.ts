import { expect, it } from 'vitest'
import { findGaps, type WordedDocument } from './findGaps.fixture.ts'
import { adminDocument, publicDocument } from './index.ts'

it('describes each operation, parameter, header, field and component, with an example', async () => {
  const documents = [await publicDocument(), adminDocument()].map((made): WordedDocument => made)
  const gaps = documents.flatMap((document) => [...findGaps(document)])
  expect(gaps).toEqual([])
})

it('finds a field, a parameter, a component and an operation without words', () => {
  const document: WordedDocument = {
    paths: {
      '/things/{id}': {
        put: {
          summary: 'Change a thing.',
          parameters: [{ in: 'path', name: 'id', schema: { type: 'string' } }],
          requestBody: {
            content: {
              'application/json': {
                schema: { properties: { rows: { items: { properties: { cell: {} } } } } },
              },
            },
          },
          responses: {
            200: {
              headers: { 'X-Part': { schema: { type: 'integer' } } },
              content: { 'application/json': { schema: { oneOf: [{ properties: { kind: {} } }] } } },
            },
          },
        },
      },
    },
    webhooks: {
      changed: { post: { summary: 'A thing changed', description: 'A thing has new rows', responses: {} } },
    },
    components: {
      schemas: { Thing: { properties: { id: { description: 'ID' } } } },
      headers: { 'X-Whole': { description: 'Number of parts' } },
    },
  }
  expect([...findGaps(document)]).toEqual([
    'PUT /things/{id}: no summary without a full stop',
    'PUT /things/{id}: no description',
    'PUT /things/{id} path id: no description',
    'PUT /things/{id} path id: no example',
    'PUT /things/{id} body: no example',
    'PUT /things/{id} body.rows: no description',
    'PUT /things/{id} body.rows: no example',
    'PUT /things/{id} body.rows[].cell: no description',
    'PUT /things/{id} body.rows[].cell: no example',
    'PUT /things/{id} 200 X-Part: no description',
    'PUT /things/{id} 200 X-Part: no example',
    'PUT /things/{id} 200.kind: no description',
    'PUT /things/{id} 200.kind: no example',
    'X-Whole: no example',
    'Thing: no description',
    'Thing: no example',
    'Thing.id: no example',
  ])
})

it('accepts the words of a component for a field that refers to it', () => {
  const document: WordedDocument = {
    paths: {},
    components: {
      schemas: {
        Colour: { description: 'Colour', example: 'red', enum: ['red'] },
        Thing: {
          description: 'Thing',
          example: { colour: 'red', other: null },
          properties: {
            colour: { $ref: '#/components/schemas/Colour' },
            other: { anyOf: [{ $ref: '#/components/schemas/Colour' }, { type: 'null' }] },
          },
        },
      },
    },
  }
  expect([...findGaps(document)]).toEqual([])
})
