import { z } from 'zod'
import { filledName } from '#shared/input/index.ts'
import { addressSchema } from '../address.ts'
import { recipientsInput } from '../recipients.ts'

const nameSchema = filledName(100).meta({
  description: 'Name of the list (1-100 characters)',
  example: 'Customers',
})

/** Input for a new list. */
export const listInput = z.strictObject({ name: nameSchema, recipients: recipientsInput.default([]) })
export type ListInput = z.output<typeof listInput>

/** Input for an update. An absent field stays as it is. */
export const listPatch = z.strictObject({
  name: nameSchema.optional(),
  recipients: recipientsInput.optional().meta({
    // The routes drop a number, which GET shows.
    type: ['array', 'integer'],
    description:
      'Replaces all recipients of the list. The number of recipients that GET shows changes nothing',
  }),
  add: recipientsInput.optional().meta({
    description:
      'Adds recipients; if the list has the number, adds your data to the recipient. A list has at most 100,000 recipients, and a ' +
      'recipient at most 50 variables',
  }),
  remove: z
    .array(addressSchema)
    .max(10_000)
    .optional()
    .meta({
      description: 'Removes these numbers, JIDs or usernames from the list',
      example: ['905551234567'],
    }),
})
export type ListPatch = z.output<typeof listPatch>
