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
  $ref?: string
  description?: string
  example?: unknown
  schema?: DescribedSchema | undefined
}
interface Content {
  content?: Record<string, { schema?: DescribedSchema | undefined; example?: unknown; examples?: object }>
}
interface Response extends Content {
  description?: string
  headers?: Record<string, Described>
}
interface Operation {
  summary?: string
  description?: string
  parameters?: (Described & { in?: string; name?: string })[]
  requestBody?: Content
  responses?: Record<string, Response>
}
type Paths = Record<string, Record<string, Operation>>
/** The parts of a document that need words. */
export interface WordedDocument {
  paths: Paths
  webhooks?: Paths
  components?: {
    schemas?: Components
    parameters?: Record<string, Described>
    headers?: Record<string, Described>
    responses?: Record<string, Response>
  }
}
/** The schemas of the components, by their names. */
type Components = Record<string, DescribedSchema>

/**
 * Parameters without an example: only an earlier answer gives a valid cursor, and a second request with one example key would be a
 * 409.
 */
const WITHOUT_EXAMPLE = /(?:query cursor|header Idempotency-Key)$/

/**
 * Finds each operation, parameter, header, field and component without a description or an example. A reference to a component has
 * the words of the component.
 */
export function* findGaps({ paths, webhooks = {}, components = {} }: WordedDocument): Generator<string> {
  const { schemas = {}, parameters = {}, headers = {}, responses = {} } = components
  // A path may hold more than its operations.
  for (const [path, operations] of [...Object.entries(paths), ...Object.entries(webhooks)])
    for (const [method, operation] of Object.entries(operations))
      if (operation.responses) yield* gapsOfOperation(`${method.toUpperCase()} ${path}`, operation, schemas)
  for (const [name, value] of Object.entries({ ...parameters, ...headers }))
    yield* gapsOfValue(name, value, schemas)
  for (const [name, response] of Object.entries(responses)) yield* gapsOfResponse(name, response, schemas)
  for (const [name, schema] of Object.entries(schemas)) {
    yield* gapsOf(name, schema, schemas)
    yield* gapsInside(name, schema, schemas)
  }
}

function* gapsOfOperation(where: string, operation: Operation, components: Components): Generator<string> {
  if (!operation.summary || operation.summary.endsWith('.')) yield `${where}: no summary without a full stop`
  if (!operation.description) yield `${where}: no description`
  for (const parameter of operation.parameters ?? [])
    yield* gapsOfValue(`${where} ${parameter.in} ${parameter.name}`, parameter, components)
  for (const media of Object.values(operation.requestBody?.content ?? {})) {
    if (!('example' in media || 'examples' in media)) yield `${where} body: no example`
    yield* gapsInside(`${where} body`, media.schema ?? {}, components)
  }
  for (const [status, response] of Object.entries(operation.responses ?? {}))
    yield* gapsOfResponse(`${where} ${status}`, response, components)
}

function* gapsOfResponse(where: string, response: Response, components: Components): Generator<string> {
  for (const [name, header] of Object.entries(response.headers ?? {}))
    yield* gapsOfValue(`${where} ${name}`, header, components)
  for (const { schema = {} } of Object.values(response.content ?? {}))
    yield* gapsInside(where, schema, components)
}

/** Finds the gaps of a parameter or header. The words may be in the schema. */
function* gapsOfValue(where: string, value: Described, components: Components): Generator<string> {
  if (value.$ref) return
  const { schema = {}, ...own } = value
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
