import { z } from 'zod'
import { MAX_DELAY_SECONDS } from '../limits.ts'
import { defineStep, ONE_OUTLET } from './step.ts'

export const delay = defineStep({
  config: z.strictObject({
    seconds: z
      .number()
      .int()
      .min(1)
      .max(MAX_DELAY_SECONDS)
      .meta({ description: 'Seconds to wait, 7 days at most', example: 60 }),
  }),
  outlets: () => ONE_OUTLET,
  templates: () => [],
  enter: ({ seconds }) => ({ move: { wait: 'delay', seconds } }),
  timer: () => ({ move: { leave: 'default' } }),
})
