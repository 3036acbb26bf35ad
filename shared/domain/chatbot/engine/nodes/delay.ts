import { z } from 'zod'
import { MAX_DELAY_SECONDS } from '../limits.ts'
import { defineNode, ONE_OUTLET } from './node.ts'

export const delay = defineNode({
  config: z.object({ seconds: z.number().int().min(1).max(MAX_DELAY_SECONDS) }),
  outlets: () => ONE_OUTLET,
  templates: () => [],
  enter: ({ seconds }) => ({ move: { wait: 'delay', seconds } }),
  timer: () => ({ move: { leave: 'default' } }),
})
