import {
  campaignRecipientSchema,
  exportRecipients,
  listCampaignRecipients,
  recipientFilter,
} from '#shared/domain/broadcast/index.ts'
import { ValidationFailed } from '#shared/errors/index.ts'
import { CSV, isPreferred } from '../../../mediaType.ts'
import { defineRoute } from '../../../route.ts'
import { pageQuery } from '../../shared.ts'
import { campaignParam } from '../shared.ts'

export const listCampaignRecipientsRoute = defineRoute({
  id: 'campaigns.listRecipients',
  method: 'get',
  path: '/broadcast/campaigns/{id}/recipients',
  scope: 'read',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Get the recipients of a campaign, each with the status of its message',
  description:
    'Lists recipients in the order of sending. If `Accept` prefers `text/csv` to JSON, the answer is CSV with as many recipients as ' +
    'fit, and takes no `limit`. `X-Next-Cursor` is absent on the last part; otherwise pass it as cursor. The concatenated parts are ' +
    'one file.',
  params: campaignParam,
  query: pageQuery.extend(recipientFilter.shape),
  data: campaignRecipientSchema,
  list: true,
  produces: {
    'text/csv': {
      description: 'With `Accept: text/csv`, a part of the list as CSV',
      schema: { type: 'string' },
      example:
        'phone,name,surname,status,error,messageId,acceptedAt,username,city\n905551234567,Ayşe,Yılmaz,delivered,,3EB0A8C2F5B7E6A1,2026-06-24T10:30:00.000Z,,Istanbul\n',
      headers: ['Content-Disposition', 'X-Next-Cursor'],
    },
  },
  errors: ['NOT_FOUND'],
  handle: async ({ ctx, params, query, c }) => {
    if (!isPreferred(c, CSV)) {
      return await listCampaignRecipients({ ctx, input: { ...query, ...params } })
    }
    if (c.req.query('limit') !== undefined) {
      const message = 'has no effect with text/csv; remove the parameter'
      throw new ValidationFailed({ details: [{ path: 'limit', message }] })
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
