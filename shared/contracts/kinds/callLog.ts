import { z } from 'zod'
import { defineKind } from './kind.ts'
import { label } from './limits.ts'

const callSchema = z
  .object({
    video: z.boolean().meta({ description: 'True for a video call', example: false }),
    outcome: label.meta({
      description:
        '`connected`, `missed`, `failed`, `rejected`, `accepted_elsewhere`, `ongoing`, `silenced_by_dnd` or `silenced_unknown_caller`',
      example: 'missed',
    }),
    seconds: z.number().int().optional().meta({ description: 'Duration, in seconds', example: 93 }),
    group: z
      .literal(true)
      .optional()
      .meta({ description: 'True for a call of several people', example: true }),
  })
  .meta({
    id: 'CallLog',
    description: 'A call that ended',
    example: { video: false, outcome: 'missed' },
  })

export const callLog = defineKind({
  description: 'A call in the chat, for the history only: it has no event.',
  role: 'notice',
  fields: { call: callSchema.optional() },
  example: { call: { video: false, outcome: 'missed' } },
})
