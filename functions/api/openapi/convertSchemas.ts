import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { simplify } from './simplify.ts'

/** A JSON Schema of draft 2020-12, which OpenAPI 3.1 uses. */
export interface JsonSchema {
  [keyword: string]: unknown
}
type Named<Value> = Record<string, Value>

export interface Converted {
  input: Named<JsonSchema>
  output: Named<JsonSchema>
  /** Schemas with an id, to which the others refer. */
  components: Named<JsonSchema>
}

const DEFINITIONS = '#/$defs/'
export const COMPONENTS = '#/components/schemas/'

/**
 * Converts the zod schemas of requests and of answers to JSON Schema. A schema with an id becomes a component. A component whose
 * input differs from its output gets a second component for the input, with the suffix `Input`.
 * @throws Error for two schemas with one id, and for a schema that JSON Schema cannot express
 */
export function convertSchemas(given: { input: Named<z.ZodType>; output: Named<z.ZodType> }): Converted {
  const input = convert(given.input, 'input')
  const output = convert(given.output, 'output')
  const renamed = differing(input.components, output.components)
  const nameOf = (name: string) => (renamed.has(name) ? `${name}Input` : name)
  const ofInput = mapEntries(input.components, (name, schema) => [nameOf(name), refer(schema, nameOf)])
  const ofOutput = mapEntries(output.components, (name, schema) => [name, refer(schema, (same) => same)])
  for (const name of renamed)
    if (Object.hasOwn(input.components, `${name}Input`) || Object.hasOwn(output.components, `${name}Input`))
      throw new Error(`Two schemas have the id ${name}Input: give one of them another id`)
  return {
    input: mapEntries(input.schemas, (name, schema) => [name, refer(schema, nameOf)]),
    output: mapEntries(output.schemas, (name, schema) => [name, refer(schema, (same) => same)]),
    components: { ...ofInput, ...ofOutput },
  }
}

function convert(given: Named<z.ZodType>, io: 'input' | 'output') {
  const { $defs = {}, properties = {} } = z.toJSONSchema(z.object(given), {
    io,
    override: ({ jsonSchema }) => simplify(jsonSchema, io),
  })
  return { schemas: copy(properties), components: copy($defs) }
}

/** Copies plain JSON. Zod's result holds one object at several places. */
function copy(schemas: object): Named<JsonSchema> {
  return JSON.parse(JSON.stringify(schemas))
}

/** Returns the names of the components whose input differs from their output, directly or through a component that they refer to. */
function differing(input: Named<JsonSchema>, output: Named<JsonSchema>): Set<string> {
  const both = Object.keys(input).filter((name) => Object.hasOwn(output, name))
  const found = new Set(both.filter((name) => !isDeepStrictEqual(input[name], output[name])))
  for (let size = -1; size !== found.size; ) {
    size = found.size
    for (const name of both) if ([...refsOf(input[name])].some((ref) => found.has(ref))) found.add(name)
  }
  return found
}

function* refsOf(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return
  const { $ref } = node as JsonSchema
  if (typeof $ref === 'string') yield $ref.slice(DEFINITIONS.length)
  for (const value of Object.values(node)) yield* refsOf(value)
}

/** Returns a schema whose references lead to the components of the document. */
function refer(schema: JsonSchema, nameOf: (name: string) => string): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === '$ref' && typeof value === 'string'
      ? `${COMPONENTS}${nameOf(value.slice(DEFINITIONS.length))}`
      : value,
  )
}

function mapEntries<From, To>(
  record: Named<From>,
  change: (name: string, value: From) => [string, To],
): Named<To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => change(name, value)))
}
