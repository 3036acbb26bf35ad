import { z } from 'zod'
import { filledText } from '#shared/input/index.ts'
import { MAX_TEXT } from '../limits.ts'
import { say } from '../values.ts'
import { defineStep, ONE_OUTLET } from './step.ts'

export const sendText = defineStep({
  config: z.strictObject({
    message: filledText(MAX_TEXT).meta({
      description: 'Text, with variables',
      example: 'Hello {{contact.name|there}}!',
    }),
  }),
  outlets: () => ONE_OUTLET,
  templates: ({ message }) => [message],
  enter: ({ message }, { values }) => {
    const text = say(message, values)
    // A template of variables without values renders to an empty text, and WhatsApp has no empty message.
    return { ...(text.trim() && { send: { type: 'text', text } }), move: { leave: 'default' } }
  },
})
