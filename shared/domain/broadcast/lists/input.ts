import { z } from 'zod'
import { recipientsInput } from '../recipients.ts'

const nameSchema = z.string().trim().min(1).max(100).meta({ example: 'Customers' })

/** What a list is made of. */
export const listInput = z.object({ name: nameSchema, recipients: recipientsInput.default([]) })
export type ListInput = z.output<typeof listInput>

/** An update: what is left out stays. */
export const listPatch = z.object({
  name: nameSchema.optional(),
  recipients: recipientsInput.optional().meta({ description: 'In the place of all that are in it' }),
  add: recipientsInput
    .optional()
    .meta({ description: 'To those whose number is in it already it adds what you say of them' }),
  remove: z
    .array(z.string().max(100))
    .max(10_000)
    .optional()
    .meta({ description: 'Numbers to take out of it', example: ['905551234567'] }),
})
export type ListPatch = z.output<typeof listPatch>
