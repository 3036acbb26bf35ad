import type { z } from 'zod'
import type { ErrorDetail } from '#shared/errors/index.ts'
import { findUnknownNames, type Read, readInput } from '#shared/input/index.ts'

/** Headers may hold a secret, so that no fault quotes their values. */
const isQuoted = (path: readonly PropertyKey[]) => !path.includes('headers')

/** Reads a part of a flow. Each fault quotes the written value. */
export function readPart<Schema extends z.ZodType>(schema: Schema, value: unknown): Read<z.output<Schema>> {
  return readInput(schema, value, isQuoted)
}

/** Finds the faults that a schema has with a part of a flow, each with its path from the flow. */
export function detailsOf(schema: z.ZodType, value: unknown, part: string): ErrorDetail[] {
  const read = readPart(schema, value)
  return 'faults' in read ? below(part, read.faults) : []
}

/** Finds the names in a part of a flow that a strict schema does not know, at every depth. */
export function unknownFields(schema: z.ZodType, value: unknown, part: string): ErrorDetail[] {
  return below(part, findUnknownNames(schema, value))
}

/** Prefixes the paths of faults with the path of their part. */
export function below(part: string, faults: readonly ErrorDetail[]): ErrorDetail[] {
  return faults.map(({ path, message }) => ({ path: path === '' ? part : `${part}.${path}`, message }))
}
