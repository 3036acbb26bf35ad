import type { z } from 'zod'

/**
 * The treatment of a message kind. `message`: a person says something. `quiet`: the message has an event, and no chatbot
 * answers it. `notice`: WhatsApp's clients wrote the message by themselves. A notice is in the history only: it has no
 * event, and is no contact by a person.
 */
export type KindRole = 'message' | 'quiet' | 'notice'

/**
 * Defines a message kind: its fields in the content of a message, and an example.
 * @param kind.description one sentence for the documents
 * @param kind.example a content with all fields that the kind needs
 * @param kind.role the treatment of a received message; `message` by default
 */
export function defineKind<Fields extends z.ZodRawShape>(kind: {
  description: string
  fields: Fields
  example: z.infer<z.ZodObject<Fields>>
  role?: KindRole
}) {
  return { role: 'message' as KindRole, ...kind }
}
