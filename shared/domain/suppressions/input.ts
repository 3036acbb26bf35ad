import { z } from 'zod'
import { SUPPRESSION_SOURCES } from '#shared/contracts/suppressions.ts'
import { exactlyOneOf, filledName } from '#shared/input/index.ts'
import { personSchema } from '#shared/jid.ts'

/** Limit of numbers in one request. */
const MAX_PHONES = 10_000

/** Input that adds people to the suppression list. */
export const suppressionInput = exactlyOneOf(
  z.strictObject({
    phone: personSchema
      .optional()
      .meta({ description: 'One international number, JID or LID', example: '905551234567' }),
    phones: z
      .array(personSchema)
      .min(1)
      .max(MAX_PHONES)
      .optional()
      .meta({
        description: `Up to ${MAX_PHONES} international numbers, JIDs or LIDs`,
        example: ['905551234567', '905551234568'],
      }),
    reason: filledName(200)
      .optional()
      .meta({ description: 'Note on the cause, for your own records', example: 'Asked by phone' }),
  }),
  ['phone', 'phones'],
  'Give either phone or phones',
)
export type SuppressionInput = z.output<typeof suppressionInput>

/** Filter of a list of suppressions. */
export const suppressionFilter = z.strictObject({
  phone: personSchema
    .optional()
    .meta({ description: 'Only this person, in any spelling of the number', example: '905551234567' }),
  source: z
    .enum(SUPPRESSION_SOURCES)
    .optional()
    .meta({ description: 'Only suppressions of this source', example: 'reply' }),
})
export type SuppressionFilter = z.output<typeof suppressionFilter>
