import type { z } from 'zod'

/**
 * Defines a message kind: the fields of a message's content that belong to it, and an example.
 * @param kind.example a content with every field that the kind needs
 */
export function defineKind<Fields extends z.ZodRawShape>(kind: {
  fields: Fields
  example: z.infer<z.ZodObject<Fields>>
}) {
  return kind
}
