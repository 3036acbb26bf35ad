import { z } from 'zod'
import { MAX_TEXT, MAX_URL } from '../limits.ts'
import { say } from '../values.ts'
import { defineNode, ONE_OUTLET } from './node.ts'
import { renderUrl, urlTemplate } from './urlTemplate.ts'

export const sendImage = defineNode({
  config: z.object({ url: urlTemplate.max(MAX_URL), caption: z.string().max(MAX_TEXT).optional() }),
  outlets: () => ONE_OUTLET,
  templates: ({ url, caption = '' }) => [url, caption],
  enter: ({ url, caption = '' }, { values }) => ({
    send: { type: 'image', url: renderUrl(url, values), text: say(caption, values) },
    move: { leave: 'default' },
  }),
})
