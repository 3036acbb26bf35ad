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
  /** The names of the security schemes. */
  security: string[]
}

interface Document {
  paths: Record<string, Record<string, Described>>
}
interface Described {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  security?: Record<string, unknown>[]
}

/** Returns all operations of a reference. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody, security = [] }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      body: requestBody?.content['application/json']?.schema,
      security: security.flatMap((scheme) => Object.keys(scheme)),
    })),
  )
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

/** Returns the required fields of an object, and the fields with an example. */
export function objectExample(schema: Schema, where: string): Record<string, unknown> {
  const wanted = Object.entries(schema.properties ?? {}).filter(
    ([name, field]) => schema.required?.includes(name) || field.example !== undefined,
  )
  return Object.fromEntries(wanted.map(([name, field]) => [name, exampleOf(field, `${where}.${name}`)]))
}
