import type { z } from 'zod'
import type { ErrorDetail } from '#shared/errors/index.ts'

/** Finds the faults that a schema has with a part of a flow, each with its path from the flow. */
export function detailsOf(schema: z.ZodType, value: unknown, part: string): ErrorDetail[] {
  const { error } = schema.safeParse(value, { reportInput: true })
  return (error?.issues ?? []).map((issue) => ({
    path: [part, ...issue.path].map(String).join('.'),
    message: issue.code === 'invalid_type' && issue.input === undefined ? 'Required' : issue.message,
  }))
}

/** Finds the fields that a schema does not know. The schema itself would ignore a misspelt field. */
export function unknownFields(schema: z.ZodType, value: unknown, part: string): ErrorDetail[] {
  const { success, data } = schema.safeParse(value)
  if (!success) return []
  return Object.keys(value ?? {})
    .filter((name) => !Object.hasOwn(data as object, name))
    .map((name) => ({
      path: `${part}.${name}`,
      message: 'This field is unknown and has no effect. Check its name',
    }))
}
