import {
  campaignRecipientSchema,
  exportRecipients,
  listCampaignRecipients,
  recipientFilter,
} from '#shared/domain/broadcast/index.ts'
import { CSV, isPreferred } from '../../../mediaType.ts'
import { defineRoute } from '../../../route.ts'
import { pageQuery } from '../../shared.ts'
import { campaignParam } from '../shared.ts'

export const listCampaignRecipientsRoute = defineRoute({
  id: 'campaigns.listRecipients',
  method: 'get',
  path: '/broadcast/campaigns/{id}/recipients',
  tag: 'Broadcast',
  summary: 'Get the recipients of a campaign, each with the status of its message',
  description:
    'If `Accept` prefers `text/csv` to JSON, the answer is CSV with as many recipients as fit, independent of the limit. ' +
    '`X-Next-Cursor` is absent on the last part; otherwise pass it as cursor. The concatenated parts are one file.',
  params: campaignParam,
  query: pageQuery.extend(recipientFilter.shape),
  data: campaignRecipientSchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: async ({ ctx, params, query, c }) => {
    if (!isPreferred(c, CSV)) {
      return await listCampaignRecipients({ ctx, input: { ...query, ...params } })
    }
    const { limit: _limit, ...input } = query
    const { csv, nextCursor } = await exportRecipients({ ctx, input: { ...input, ...params } })
    return c.body(csv, 200, {
      'content-type': `${CSV}; charset=utf-8`,
      'content-disposition': `attachment; filename="${params.id}.csv"`,
      ...(nextCursor !== null && { 'x-next-cursor': nextCursor }),
    })
  },
})
