import { z } from 'zod'
import { wholeSeconds } from '#shared/input/index.ts'
import { MAX_DELAY_SECONDS } from '../limits.ts'
import { defineStep, ONE_OUTLET } from './step.ts'

export const delay = defineStep({
  config: z.strictObject({
    seconds: wholeSeconds(MAX_DELAY_SECONDS).meta({
      description: 'Seconds to wait, as a number or as its digits, 7 days at most',
      example: 60,
    }),
  }),
  outlets: () => ONE_OUTLET,
  templates: () => [],
  enter: ({ seconds }) => ({ move: { wait: 'delay', seconds } }),
  timer: () => ({ move: { leave: 'default' } }),
})
