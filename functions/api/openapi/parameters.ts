import type { JsonSchema } from './convertSchemas.ts'

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  /** A list in a query is one value, with commas between the items. */
  style?: 'form'
  explode?: false
  schema: JsonSchema
}

/** Describes each property of an object as a parameter. */
export function parametersIn(place: Parameter['in'], object: JsonSchema | undefined): Parameter[] {
  const properties = (object?.properties ?? {}) as Record<string, JsonSchema>
  const required = (object?.required ?? []) as string[]
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof description === 'string' && { description }),
    ...(schema.type === 'array' && { style: 'form' as const, explode: false as const }),
    schema,
  }))
}
