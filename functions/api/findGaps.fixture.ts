/** A schema of an OpenAPI document, as far as the search for gaps reads it. */
export interface DescribedSchema {
  $ref?: string
  type?: string | string[]
  description?: string
  example?: unknown
  examples?: unknown[]
  enum?: unknown[]
  properties?: Record<string, DescribedSchema>
  additionalProperties?: DescribedSchema | boolean
  items?: DescribedSchema
  allOf?: DescribedSchema[]
  anyOf?: DescribedSchema[]
  oneOf?: DescribedSchema[]
}

interface Described {
  description?: string
  example?: unknown
  schema?: DescribedSchema
}
interface Content {
  content?: Record<string, { schema?: DescribedSchema; example?: unknown; examples?: object }>
}
interface Operation {
  summary?: string
  description?: string
  parameters?: (Described & { in: string; name: string })[]
  requestBody?: Content
  responses: Record<string, Response>
}
interface Response extends Content {
  $ref?: string
  headers?: Record<string, Header>
}
type Header = Described & { $ref?: string }
export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>
  components?: {
    schemas?: Record<string, DescribedSchema>
    responses?: Record<string, Response>
    headers?: Record<string, Header>
  }
}

/** The components, by their names, to which schemas refer. */
type Components = Record<string, DescribedSchema>

/**
 * Finds each operation, parameter, header, field and component without a description or an example. A response or header that is
 * only a reference is searched once, under its own name.
 */
export function* findGaps(document: OpenApiDocument): Generator<string> {
  const components = document.components?.schemas ?? {}
  // A path may hold more than its operations.
  for (const [path, operations] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(operations))
      if (operation.responses)
        yield* gapsOfOperation(`${method.toUpperCase()} ${path}`, operation, components)
  const { responses = {}, headers = {} } = document.components ?? {}
  for (const [name, response] of Object.entries(responses)) yield* gapsOfResponse(name, response, components)
  for (const [name, header] of Object.entries(headers)) yield* gapsOfValue(name, header, components)
  for (const [name, schema] of Object.entries(components)) {
    yield* gapsOf(name, schema, components)
    yield* gapsInside(name, schema, components)
  }
}

function* gapsOfOperation(where: string, operation: Operation, components: Components): Generator<string> {
  if (!operation.summary || operation.summary.endsWith('.')) yield `${where}: no summary without a full stop`
  if (!operation.description) yield `${where}: no description`
  for (const parameter of operation.parameters ?? [])
    yield* gapsOfValue(`${where} ${parameter.in} ${parameter.name}`, parameter, components)
  for (const [type, media] of Object.entries(operation.requestBody?.content ?? {})) {
    const hasExample = 'example' in media || 'examples' in media
    if (type === 'application/json' && !hasExample) yield `${where} body: no example`
    yield* gapsInside(`${where} body`, media.schema ?? {}, components)
  }
  for (const [status, response] of Object.entries(operation.responses))
    yield* gapsOfResponse(`${where} ${status}`, response, components)
}

function* gapsOfResponse(where: string, response: Response, components: Components): Generator<string> {
  for (const [name, header] of Object.entries(response.headers ?? {}))
    if (!header.$ref) yield* gapsOfValue(`${where} ${name}`, header, components)
  for (const { schema = {} } of Object.values(response.content ?? {}))
    yield* gapsInside(where, schema, components)
}

/**
 * Parameters without an example: only an earlier answer gives a valid cursor, and a second request with one example key would be a
 * 409.
 */
const WITHOUT_EXAMPLE = /(?:query cursor|header Idempotency-Key)$/

/** Finds the gaps of a parameter or header. The words may be in the schema. */
function* gapsOfValue(
  where: string,
  { schema = {}, ...own }: Described,
  components: Components,
): Generator<string> {
  const gaps = [...gapsOf(where, { ...schema, ...own }, components)]
  yield* WITHOUT_EXAMPLE.test(where) ? gaps.filter((gap) => !gap.endsWith('no example')) : gaps
  yield* gapsInside(where, schema, components)
}

function* gapsOf(where: string, schema: DescribedSchema, components: Components): Generator<string> {
  const all = layersOf(schema, components)
  if (!all.some(({ description }) => description)) yield `${where}: no description`
  if (!all.some((layer) => 'example' in layer || 'examples' in layer)) yield `${where}: no example`
}

/** Returns a schema and the schemas whose words it shares: the component, and the only choice besides null. */
function layersOf(schema: DescribedSchema, components: Components): DescribedSchema[] {
  const { $ref, allOf = [], anyOf = [], oneOf = [] } = schema
  const target = $ref && components[$ref.replace('#/components/schemas/', '')]
  const choices = [...anyOf, ...oneOf].filter(({ type }) => type !== 'null')
  const parts = [...allOf, ...(choices.length === 1 ? choices : []), ...(target ? [target] : [])]
  return [schema, ...parts.flatMap((part) => layersOf(part, components))]
}

/** Finds the gaps of the fields in a schema, at any depth. Components are searched once, under their own names. */
function* gapsInside(where: string, schema: DescribedSchema, components: Components): Generator<string> {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    yield* gapsOf(`${where}.${name}`, field, components)
    yield* gapsInside(`${where}.${name}`, field, components)
  }
  const { items, additionalProperties, allOf = [], anyOf = [], oneOf = [] } = schema
  if (items) yield* gapsInside(`${where}[]`, items, components)
  if (typeof additionalProperties === 'object')
    yield* gapsInside(`${where}{}`, additionalProperties, components)
  for (const part of [...allOf, ...anyOf, ...oneOf]) yield* gapsInside(where, part, components)
}
