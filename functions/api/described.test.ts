import { expect, it } from 'vitest'
import { findGaps, type OpenApiDocument } from './findGaps.fixture.ts'
import { adminDocument, publicDocument } from './openapi/index.ts'

it('describes each operation, parameter, header, field and component, with an example', async () => {
  const documents = [await publicDocument(), adminDocument()]
  const gaps = documents.flatMap((document) => [...findGaps(document as unknown as OpenApiDocument)])
  expect(gaps).toEqual([])
})

it('finds a field, a parameter, a component and an operation without words', () => {
  const document: OpenApiDocument = {
    paths: {
      '/things/{id}': {
        put: {
          summary: 'Change a thing.',
          parameters: [{ in: 'path', name: 'id', schema: { type: 'string' } }],
          requestBody: {
            content: {
              'application/json': {
                schema: { type: 'object', properties: { rows: { items: { properties: { cell: {} } } } } },
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
    components: { schemas: { Thing: { type: 'object', properties: { id: { description: 'ID' } } } } },
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
    'Thing: no description',
    'Thing: no example',
    'Thing.id: no example',
  ])
})

it('accepts the words of a component for a field that refers to it', () => {
  const document: OpenApiDocument = {
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
