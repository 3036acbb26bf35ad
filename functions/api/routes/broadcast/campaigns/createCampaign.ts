import { campaignInput, createCampaign, createdCampaignSchema } from '#shared/domain/broadcast/index.ts'
import { defineRoute } from '../../../route.ts'

export const createCampaignRoute = defineRoute({
  id: 'campaigns.create',
  method: 'post',
  path: '/broadcast/campaigns',
  scope: 'send',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Create and send a broadcast campaign',
  description:
    'Sends one message to each recipient of a list, of `recipients`, or of both, with its placeholders replaced. The campaign starts ' +
    'immediately, at `scheduledAt`, or, as a `draft`, by a later request. At the start, either all recipients count towards the ' +
    'monthly quota, or the request is refused.',
  body: campaignInput,
  example: {
    session: 'YoNofiM9vtHy',
    name: 'Spring sale',
    recipients: [{ phone: '905551234567', name: 'Ayşe' }],
    type: 'text',
    text: 'Hello {{name}}, our spring sale begins today!',
  },
  isBulk: true,
  status: 201,
  data: createdCampaignSchema,
  errors: ['NOT_FOUND', 'SESSION_NOT_CONNECTED', 'LIMIT_EXCEEDED', 'UNPROCESSABLE_MEDIA'],
  handle: ({ ctx, body }) => createCampaign({ ctx, input: body }),
})
