import { COMPONENTS, type JsonSchema } from './convertSchemas.ts'

/** Returns the example of a schema, which the examples of its fields form if the schema has none of its own. */
export function composeExample(schema: JsonSchema, components: Record<string, JsonSchema>): unknown {
  const { $ref, example, properties, items, type } = schema
  if (example !== undefined) return example
  if (schema.const !== undefined) return schema.const
  if (typeof $ref === 'string')
    return composeExample(components[$ref.slice(COMPONENTS.length)] ?? {}, components)
  if (type === 'array') return [composeExample(items as JsonSchema, components)]
  if (typeof properties !== 'object' || properties === null) return undefined
  const fields = Object.entries(properties as Record<string, JsonSchema>)
  return Object.fromEntries(fields.map(([name, field]) => [name, composeExample(field, components)]))
}
