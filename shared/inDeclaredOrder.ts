import { z } from 'zod'

/**
 * Returns a value whose objects have their keys in the order of a schema, at every depth. PostgreSQL returns the keys of `jsonb` by
 * length. A key that the schema lacks stays, behind the others. The value is not checked: a row of an earlier release stays
 * readable.
 */
export function inDeclaredOrder(schema: z.ZodType, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return inDeclaredOrder(schema.def.innerType as z.ZodType, value)
  if (schema instanceof z.ZodPipe) return inDeclaredOrder(schema.def.in as z.ZodType, value)
  if (schema instanceof z.ZodUnion) {
    const fitting = schema.def.options.find((option) => (option as z.ZodType).safeParse(value).success)
    return fitting === undefined ? value : inDeclaredOrder(fitting as z.ZodType, value)
  }
  if (Array.isArray(value)) {
    const { element } = schema instanceof z.ZodArray ? schema.def : {}
    return element === undefined ? value : value.map((item) => inDeclaredOrder(element as z.ZodType, item))
  }
  return schema instanceof z.ZodObject ? orderKeys(schema, value) : value
}

function orderKeys(schema: z.ZodObject, value: object): object {
  const given = new Map<string, unknown>(Object.entries(value))
  const declared = Object.entries(schema.shape).flatMap(([name, field]): [string, unknown][] =>
    given.has(name) ? [[name, inDeclaredOrder(field as z.ZodType, given.get(name))]] : [],
  )
  const others = [...given].filter(([name]) => !Object.hasOwn(schema.shape, name))
  return Object.fromEntries([...declared, ...others])
}
