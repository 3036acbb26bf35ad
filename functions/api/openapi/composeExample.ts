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

/** Returns a short example of a body: its required fields, and the first choice of each rule such as "one of these fields". */
export function composeRequest(schema: JsonSchema, components: Record<string, JsonSchema>): unknown {
  const properties = schema.properties as Record<string, JsonSchema>
  const chosen = [schema.oneOf, schema.anyOf].flatMap((choices) => {
    const [first] = (choices ?? []) as { required?: string[] }[]
    return first?.required ?? []
  })
  const needed = new Set([...((schema.required ?? []) as string[]), ...chosen])
  const fields = Object.entries(properties).filter(
    ([name, field]) => needed.has(name) || field.const !== undefined,
  )
  return Object.fromEntries(fields.map(([name, field]) => [name, composeExample(field, components)]))
}
