import type { z } from 'zod'
import { WHITE_SPACE } from './text.ts'

/** Names that JavaScript gives to parts of each object. As the name of a value, they lose or replace that part. */
export const RESERVED_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype']

export const RESERVED_NAME_MESSAGE = `This name is reserved. Use a name other than ${RESERVED_NAMES.join(', ')}`

export function isReservedName(name: string): boolean {
  return RESERVED_NAMES.includes(name.trim())
}

/** Adds to the schema of a map's names that a name is not reserved. */
export function freeName<Schema extends z.ZodType<string, string>>(schema: Schema): Schema {
  const around = `[${WHITE_SPACE}]*`
  const pattern = `^${around}(?:${RESERVED_NAMES.join('|')})${around}$`
  return schema.refine((name) => !isReservedName(name), RESERVED_NAME_MESSAGE).meta({ not: { pattern } })
}

/**
 * Returns the path of the first `__proto__` in a value, as keys; null if there is none. A schema would drop the key in
 * silence, because zod skips it.
 */
export function findPrototypeKey(value: unknown, path: readonly string[] = []): readonly string[] | null {
  if (value === null || typeof value !== 'object') return null
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, key]
    const found = key.trim() === '__proto__' ? at : findPrototypeKey(inner, at)
    if (found) return found
  }
  return null
}
