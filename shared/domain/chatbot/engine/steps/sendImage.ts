import { z } from 'zod'
import { MAX_TEXT, MAX_URL } from '../limits.ts'
import { say } from '../values.ts'
import { defineStep, ONE_OUTLET } from './step.ts'
import { renderUrl, urlTemplate } from './urlTemplate.ts'

export const sendImage = defineStep({
  config: z.strictObject({ url: urlTemplate.max(MAX_URL), caption: z.string().max(MAX_TEXT).optional() }),
  outlets: () => ONE_OUTLET,
  templates: ({ url, caption = '' }) => [url, caption],
  enter: ({ url, caption = '' }, { values }) => ({
    send: { type: 'image', url: renderUrl(url, values), text: say(caption, values) },
    move: { leave: 'default' },
  }),
})
