import { z } from 'zod'
import { defineStep, variableName } from './step.ts'
import { onTimeout, timeoutFields, timeoutOutlets } from './timeout.ts'

export const waitReply = defineStep({
  config: z.strictObject({
    ...timeoutFields,
    variable: variableName.optional().meta({
      description: 'Variable for the reply, beside `last_reply`',
      example: 'answer',
    }),
  }),
  outlets: (config) => {
    const timeout = timeoutOutlets(config)
    return { all: ['default', ...timeout.all], required: timeout.required }
  },
  templates: () => [],
  sets: ({ variable }) => (variable === undefined ? [] : [variable]),
  asks: () => true,
  enter: ({ timeout }) => ({ move: { wait: 'reply', seconds: timeout } }),
  reply: ({ variable }, _, { text }, choice) => ({
    ...(variable !== undefined && { set: { [variable]: choice?.id ?? text } }),
    move: { leave: 'default' },
  }),
  timer: onTimeout,
})
