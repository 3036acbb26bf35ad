import type { z } from 'zod'
import type { ErrorDetail } from '#shared/errors/index.ts'

/** What a schema finds wrong with a part of a flow, each with its place below the part's. */
export function detailsOf(schema: z.ZodType, value: unknown, part: string): ErrorDetail[] {
  const { error } = schema.safeParse(value, { reportInput: true })
  return (error?.issues ?? []).map((issue) => ({
    path: [part, ...issue.path].map(String).join('.'),
    message: issue.code === 'invalid_type' && issue.input === undefined ? 'Required' : issue.message,
  }))
}

/** The fields that a schema does not know: it would pass over a misspelt one in silence. */
export function unknownFields(schema: z.ZodType, value: unknown, part: string): ErrorDetail[] {
  const { success, data } = schema.safeParse(value)
  if (!success) return []
  return Object.keys(value ?? {})
    .filter((name) => !Object.hasOwn(data as object, name))
    .map((name) => ({ path: `${part}.${name}`, message: 'There is no such field: it counts for nothing' }))
}
