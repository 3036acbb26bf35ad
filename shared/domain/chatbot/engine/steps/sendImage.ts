import { z } from 'zod'
import { MAX_TEXT, MAX_URL } from '../limits.ts'
import { say } from '../values.ts'
import { blankFaults, defineStep, EMPTY_OR_FILLED, ONE_OUTLET } from './step.ts'
import { renderUrl, urlTemplate } from './urlTemplate.ts'

export const sendImage = defineStep({
  config: z.strictObject({
    url: urlTemplate.max(MAX_URL).meta({
      description: 'URL of the image. Variables may follow the host',
      example: 'https://example.com/photo.jpg',
    }),
    caption: z
      .string()
      .max(MAX_TEXT)
      .optional()
      .meta({
        description: 'Text under the image, with variables',
        example: 'The new store',
        ...EMPTY_OR_FILLED,
      }),
  }),
  outlets: () => ONE_OUTLET,
  templates: ({ url, caption = '' }) => [url, caption],
  *faults({ caption }) {
    yield
    return blankFaults({ caption })
  },
  enter: ({ url, caption = '' }, { values }) => ({
    send: [{ type: 'image', url: renderUrl(url, values), text: say(caption, values) }],
    move: { leave: 'default' },
  }),
})
