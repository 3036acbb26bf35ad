import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { adminDocument, type OpenApiDocument, publicDocument } from './index.ts'
import { type Node, nodesOf, schemasOf } from './nodes.fixture.ts'

const DOCUMENTS: [string, OpenApiDocument][] = [
  ['openapi.json', await publicDocument()],
  ['openapi.admin.json', adminDocument()],
]

describe.each(DOCUMENTS)('%s', (_, document) => {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    // A rule such as "exactly one of url, base64 and mediaId" names fields of the schema around it.
    strictRequired: false,
    strictTypes: false,
    allErrors: true,
    code: { optimize: false },
    keywords: ['example', 'components'],
  })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'document', components: document.components }, 'document')

  /** Returns the fault of a value, or null. References lead into the document. */
  const faultOf = (schema: unknown, value: unknown): string | null => {
    const absolute = JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/')
    const validate = ajv.compile(JSON.parse(absolute))
    return validate(value) ? null : ajv.errorsText(validate.errors)
  }

  it('gives each schema an example that fits the schema', () => {
    const misfits = schemasOf(document).flatMap(({ pointer, value }) => {
      const fault = value.example === undefined ? null : faultOf(value, value.example)
      return fault ? [`${pointer}: ${fault}`] : []
    })
    expect(misfits).toEqual([])
  })

  it('gives each parameter, header, body and answer examples that fit', () => {
    const misfits = [...nodesOf(document)].flatMap(({ pointer, value }) =>
      examplesBeside(value).flatMap((example) => {
        const fault = faultOf(value.schema, example)
        return fault ? [`${pointer}: ${fault}`] : []
      }),
    )
    expect(misfits).toEqual([])
  })

  it('uses patterns of ECMA-262 that mean the same with and without the flag u', () => {
    const patterns = schemasOf(document).flatMap(({ value }) => value.pattern ?? [])
    expect(patterns.filter((pattern) => !isPortable(String(pattern)))).toEqual([])
  })

  it('names each object with two uses as a component, once', () => {
    const places = new Map<string, string[]>()
    for (const { pointer, value } of schemasOf(document)) {
      if (Object.keys(value.properties ?? {}).length < 2) continue
      const shape = shapeOf(value)
      places.set(shape, [...(places.get(shape) ?? []), pointer])
    }
    // Two components with names of their own may have the same fields and another meaning.
    const isNamed = (place: string) => /^\/components\/schemas\/\w+(?<!Body|Answer|Page)$/.test(place)
    const repeated = [...places.values()].filter((found) => found.length > 1 && !found.every(isNamed))
    expect(repeated).toEqual([])
  })

  it('uses each component, and defines each one that it uses', () => {
    const used = new Set([...nodesOf(document)].flatMap(({ value }) => value.$ref ?? []))
    const defined = Object.entries(document.components)
      .filter(([kind]) => kind !== 'securitySchemes')
      .flatMap(([kind, components]) =>
        Object.keys(components as object).map((name) => `#/components/${kind}/${name}`),
      )
    expect([...used].sort()).toEqual(defined.sort())
  })

  it('has no two paths that differ only by the names of their parameters', () => {
    const erased = Object.keys(document.paths).map((path) => path.replace(/\{\w+\}/g, '{}'))
    expect(new Set(erased).size).toBe(erased.length)
  })

  it('has a unique id and a described tag for each operation', () => {
    const operations: { operationId: string; tags: string[] }[] = [
      ...Object.values(document.paths).flatMap((item) => Object.values(item)),
      ...Object.values(document.webhooks ?? {}).map(({ post }) => post),
    ]
    const ids = operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const tags = (document.tags as { name: string; description: string }[]).map(({ name }) => name)
    expect([...new Set(operations.flatMap((operation) => operation.tags))].sort()).toEqual(tags.sort())
  })

  it('leaves the objects of answers open, and closes the objects of bodies', () => {
    const bodies = [...nodesOf(document.paths)].filter(({ pointer }) => pointer.endsWith('/requestBody'))
    for (const { value } of bodies) {
      const { content } = value as { content: Record<string, { schema: Node['value'] }> }
      const schema = resolve(document, content['application/json']?.schema ?? {})
      const isClosed = schema.additionalProperties === false
      const branches = isClosed ? [schema] : [schema.oneOf, schema.anyOf].flat().filter(isNode)
      for (const branch of branches)
        expect(resolve(document, branch)).toMatchObject({ additionalProperties: false })
    }
    const answers = Object.entries(document.components.schemas).filter(([name]) =>
      /(?:Answer|Page)$/.test(name),
    )
    expect(answers.length).toBeGreaterThan(5)
    for (const [, answer] of answers) expect(answer).not.toHaveProperty('additionalProperties')
  })
})

function isNode(value: unknown): value is Node['value'] {
  return typeof value === 'object' && value !== null
}

/** Returns the examples of a parameter, a header or a media type. */
function examplesBeside({ schema, example, examples }: Node['value']): unknown[] {
  if (typeof schema !== 'object') return []
  const named = Object.values((examples ?? {}) as Record<string, { value: unknown }>).map(
    ({ value }) => value,
  )
  return [...(example === undefined ? [] : [example]), ...named]
}

function isPortable(pattern: string): boolean {
  try {
    return (
      Boolean(new RegExp(pattern)) && Boolean(new RegExp(pattern, 'u')) && !/\\[pP]\{|\\u\{/.test(pattern)
    )
  } catch {
    return false
  }
}

/** Returns the form of a schema, without its words. */
function shapeOf(schema: Node['value']): string {
  return JSON.stringify(schema, (key, value) =>
    key === 'description' || key === 'example' ? undefined : value,
  )
}

function resolve(document: OpenApiDocument, schema: Node['value']): Node['value'] {
  const { $ref } = schema
  return typeof $ref === 'string' ? (document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}) : schema
}
