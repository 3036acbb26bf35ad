import type { z } from 'zod'

/**
 * Defines a message kind: its fields in the content of a message, and an example.
 * @param kind.example a content with all fields that the kind needs
 */
export function defineKind<Fields extends z.ZodRawShape>(kind: {
  fields: Fields
  example: z.infer<z.ZodObject<Fields>>
}) {
  return kind
}
