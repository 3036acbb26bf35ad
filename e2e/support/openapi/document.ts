/** The subset of JSON Schema in our reference. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  example?: unknown
  default?: unknown
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  items?: Schema
  minItems?: number
  minimum?: number
  properties?: Record<string, Schema>
  required?: string[]
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: Schema
}

/** A method of a path in the reference. */
export interface Operation {
  method: string
  path: string
  parameters: Parameter[]
  body: Schema | undefined
  /** The example of the body. */
  example: Record<string, unknown> | undefined
  /** The names of the security schemes. */
  security: string[]
  /** The scope that an API key needs. */
  scope: string | undefined
}

export interface Document {
  paths: Record<string, Record<string, Described>>
  security?: Record<string, string[]>[]
}
interface Described {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema; example?: Record<string, unknown> }> }
  security?: Record<string, string[]>[]
  'x-scope'?: string
}

/** Returns all operations of a reference. The schemas contain no references. */
export function operationsOf(document: Document): Operation[] {
  const { paths, security: always = [] } = dereference(document, document)
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { parameters = [], requestBody, security = always, 'x-scope': scope }]) => ({
        method: method.toUpperCase(),
        path,
        parameters,
        body: requestBody?.content['application/json']?.schema,
        example: requestBody?.content['application/json']?.example,
        security: security.flatMap((scheme) => Object.keys(scheme)),
        scope,
      }),
    ),
  )
}

/** Returns the operations, and the PATCH of each PUT. The reference lists only the PUT. */
export function withPatch(operations: readonly Operation[]): Operation[] {
  return operations.flatMap((operation) =>
    operation.method === 'PUT' ? [operation, { ...operation, method: 'PATCH' }] : [operation],
  )
}

/** Copies a part of a document, with each reference replaced by its target. */
function dereference<Part>(part: Part, document: unknown): Part {
  if (typeof part !== 'object' || part === null) return part
  if (Array.isArray(part)) return part.map((item) => dereference(item, document)) as Part
  const { $ref, ...others } = part as { $ref?: string }
  const copied = Object.entries(others).map(([key, value]) => [key, dereference(value, document)])
  const target = $ref === undefined ? {} : dereference(targetOf($ref, document), document)
  return { ...target, ...Object.fromEntries(copied) }
}

function targetOf(ref: string, document: unknown): object {
  let node = document as Record<string, unknown>
  for (const name of ref.replace('#/', '').split('/')) node = node[name] as Record<string, unknown>
  return node
}

/**
 * Returns a valid value of a schema: its example, or the simplest value.
 * @throws Error if there is none; the route's schema then needs an example
 */
export function exampleOf(schema: Schema, where: string): unknown {
  const given = [schema.example, schema.const, schema.default, schema.enum?.[0]]
  const known = given.find((value) => value !== undefined)
  if (known !== undefined) return known
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return exampleOf(choice, where)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => exampleOf(schema.items ?? {}, `${where}[]`))
    case 'object':
      return objectExample(schema, where)
    default:
      throw new Error(`${where} has no example. Add one with .meta({ example }) to its field.`)
  }
}

/** Returns the fields of an object, with the fields of all its variants. */
export function fieldsOf(schema: Schema): Record<string, Schema> {
  const variants = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]
  return Object.assign({}, ...variants.map(fieldsOf), schema.properties)
}

/** Returns the required fields of an object, and the fields with an example. */
export function objectExample(schema: Schema, where: string): Record<string, unknown> {
  const wanted = Object.entries(schema.properties ?? {}).filter(
    ([name, field]) => schema.required?.includes(name) || field.example !== undefined,
  )
  return Object.fromEntries(wanted.map(([name, field]) => [name, exampleOf(field, `${where}.${name}`)]))
}
