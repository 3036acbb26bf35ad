import type { z } from 'zod'
import { ValidationFailed } from '#shared/errors/index.ts'
import { unknownFields } from './details.ts'

/**
 * Refuses a change of the type alone, if the new type does not have a field of the stored part. To drop the field would lose
 * data that the caller did not name.
 * @param input.schema the strict schema of the part for the new type
 * @param input.part name of the part, such as `config`
 * @param input.type the field and its new value, such as `type delay`
 * @throws ValidationFailed
 */
export function assertKept({
  schema,
  stored,
  part,
  type,
}: {
  schema: z.ZodType
  stored: Record<string, unknown>
  part: string
  type: string
}): void {
  const message = `has no effect with ${type}. Give ${part} together with the new type`
  const details = unknownFields(schema, stored, part).map(({ path }) => ({ path, message }))
  if (details.length > 0) throw new ValidationFailed({ details })
}
