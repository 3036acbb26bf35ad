import { z } from 'zod'
import { unsuppress } from '#shared/domain/suppressions/index.ts'
import { personSchema } from '#shared/jid.ts'
import { defineRoute } from '../../../route.ts'

const removedSchema = z
  .object({
    phone: z.string().meta({ description: 'The number as listed', example: '905551234567' }),
    deleted: z
      .literal(true)
      .meta({ description: 'The person is no longer on the suppression list', example: true }),
  })
  .meta({
    id: 'RemovedSuppression',
    description: 'The answer of a removal from the suppression list',
    example: { phone: '905551234567', deleted: true },
  })

export const deleteSuppressionRoute = defineRoute({
  id: 'suppressions.delete',
  method: 'delete',
  path: '/broadcast/suppressions/{phone}',
  scope: 'send',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Remove a person from the suppression list',
  description:
    'Campaigns may write to the person again. Remove a person only with consent: most people are on the list because they asked.',
  params: z.strictObject({
    phone: personSchema.meta({
      description: 'International number in any spelling, JID or LID',
      example: '905551234567',
    }),
  }),
  data: removedSchema,
  errors: ['NOT_FOUND'],
  handle: async ({ ctx, params }) => ({ phone: await unsuppress({ ctx, input: params }), deleted: true }),
})
