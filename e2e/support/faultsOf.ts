import { z } from 'zod'

/**
 * Lists the faults of a value by a schema, as texts. A field that the schema lacks is a fault at each depth, because the
 * contract must name each field that leaves the gateway.
 */
export function faultsOf(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value)
  return parsed.success ? unknownPaths(value, parsed.data) : [z.prettifyError(parsed.error)]
}

/** Returns the paths of the fields of a value that its parsed form lacks. */
function unknownPaths(value: unknown, parsed: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (typeof parsed !== 'object' || parsed === null) return [`${path}: another type`]
  const known = new Map(Object.entries(parsed))
  return Object.entries(value).flatMap(([key, inner]) =>
    known.has(key)
      ? unknownPaths(inner, known.get(key), `${path}/${key}`)
      : [`${path}/${key}: unknown field`],
  )
}
