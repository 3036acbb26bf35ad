import { z } from 'zod'
import { MAX_TEXT } from '../limits.ts'
import { say } from '../values.ts'
import { blankFaults, defineStep, FILLED, ONE_OUTLET } from './step.ts'

export const sendText = defineStep({
  config: z.strictObject({
    message: z
      .string()
      .min(1)
      .max(MAX_TEXT)
      .meta({ description: 'Text, with variables', example: 'Hello {{contact.name|there}}!', ...FILLED }),
  }),
  outlets: () => ONE_OUTLET,
  templates: ({ message }) => [message],
  *faults({ message }) {
    yield
    return blankFaults({ message })
  },
  enter: ({ message }, { values }) => {
    const text = say(message, values)
    // A template of variables without values renders to an empty text, and WhatsApp has no empty message.
    return { ...(text.trim() && { send: [{ type: 'text', text }] }), move: { leave: 'default' } }
  },
})
