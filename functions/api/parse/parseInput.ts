import type { z } from 'zod'
import { ValidationFailed } from '#shared/errors/index.ts'
import { findPrototypeKey, RESERVED_NAME_MESSAGE, readInput } from '#shared/input/index.ts'
import { findUnstorable } from '#shared/storable.ts'

/**
 * Parses one part of a request.
 * @throws ValidationFailed that names each fault
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const unstorable = findUnstorable(value)
  if (unstorable) {
    const message = 'Must be valid Unicode without NUL characters, and not nested deeper than 100 levels'
    throw new ValidationFailed({ details: [{ path: unstorable.join('.'), message }] })
  }
  const reserved = findPrototypeKey(value)
  if (reserved)
    throw new ValidationFailed({ details: [{ path: reserved.join('.'), message: RESERVED_NAME_MESSAGE }] })
  const read = readInput(schema, value)
  if ('data' in read) return read.data
  throw new ValidationFailed({ details: read.faults })
}
