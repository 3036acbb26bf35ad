import { DateTime } from 'luxon'
import { z } from 'zod'
import { fileSourceFields, oneFile } from '#shared/contracts/media.ts'
import type { MediaType } from '#shared/contracts/messages.ts'
import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import { ValidationFailed } from '#shared/errors/index.ts'
import {
  atLeastOneOf,
  dependsOn,
  emptyOrFilledText,
  filledName,
  filledText,
  timeZone,
  unionByType,
} from '#shared/input/index.ts'
import { campaignRecipientsInput } from '../recipients.ts'

const timeOfDay = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'Give a time of day such as 21:00')

const delay = z.number().min(1).max(600)

const quietHoursInput = z
  .strictObject({
    from: timeOfDay.meta({ description: 'Start of the quiet hours', example: '21:00' }),
    to: timeOfDay.meta({ description: 'End of the quiet hours', example: '09:00' }),
    timezone: timeZone().meta({
      description: 'Time zone of both times, as an IANA name',
      example: 'Europe/Istanbul',
    }),
  })
  .refine(({ from, to }) => from !== to, 'from and to must differ')
  .meta({
    id: 'CampaignQuietHoursInput',
    description: 'Hours without messages, in a time zone',
    example: { from: '21:00', to: '09:00', timezone: 'Europe/Istanbul' },
  })

const pacingInput = z
  .strictObject({
    minDelaySeconds: delay.default(4).meta({
      description: 'Shortest time between two messages, in seconds; at most `maxDelaySeconds`',
      example: 4,
    }),
    maxDelaySeconds: delay
      .default(12)
      .meta({ description: 'Longest time between two messages, in seconds', example: 12 }),
    quietHours: quietHoursInput
      .nullable()
      .default(null)
      .meta({
        description:
          'Hours without messages. `from` and `to` differ. If `to` is earlier than `from`, they end on the next day',
        example: { from: '21:00', to: '09:00', timezone: 'Europe/Istanbul' },
      }),
  })
  .refine(({ minDelaySeconds: min, maxDelaySeconds: max }) => min <= max, {
    path: ['minDelaySeconds'],
    message: 'Must not be more than maxDelaySeconds',
  })
  .meta({
    id: 'CampaignPacingInput',
    description: 'Pace of a campaign',
    example: { minDelaySeconds: 4, maxDelaySeconds: 12, quietHours: null },
  })

const commonFields = {
  session: z.string().min(1).meta({ description: 'Session ID', example: 'YoNofiM9vtHy' }),
  name: filledName(100).meta({
    description: 'Name of the campaign (1-100 characters)',
    example: 'Spring sale',
  }),
  listId: z.string().min(1).optional().meta({
    description:
      'ID of a recipient list. The campaign keeps a copy of its recipients. List and `recipients` together name one recipient or more',
    example: 'lst_4fG7hJ2kL9mNpQrSt5vW',
  }),
  recipients: campaignRecipientsInput.optional(),
  pacing: pacingInput.prefault({}).meta({
    description: 'Pace of the campaign, and its quiet hours',
    example: { minDelaySeconds: 4, maxDelaySeconds: 12 },
  }),
  typing: z
    .boolean()
    .default(false)
    .meta({ description: 'True to show typing for a moment before each message', example: true }),
  draft: z
    .boolean()
    .default(false)
    .meta({ description: 'True to create a draft, which waits for POST …/start', example: true }),
  scheduledAt: z.string().max(50).optional().meta({
    description:
      'Time of the start, in the future: ISO 8601 with an offset, or local time in `timezone`. If absent, the campaign starts at once',
    example: '2030-01-15T09:00:00+03:00',
  }),
  timezone: timeZone().optional().meta({
    description: 'Time zone of a `scheduledAt` without an offset',
    example: 'Europe/Istanbul',
  }),
}

const caption = emptyOrFilledText(MAX_TEXT).optional().meta({
  description: 'Caption of a file, with placeholders as in `text`',
  example: 'Hello {{name}}, have a look!',
})

const ptt = z
  .boolean()
  .optional()
  .meta({ description: 'True to send the audio as a voice note', example: true })
const filename = filledText(255)
  .optional()
  .meta({ description: 'Name of the file on the phone', example: 'Q1-Report.pdf' })

const textCampaign = z.strictObject({
  type: z
    .literal('text')
    .optional()
    .transform(() => 'text' as const)
    .meta({ default: 'text', description: 'Kind of the messages: a text', example: 'text' }),
  text: filledText(MAX_TEXT).meta({
    description:
      'Text of the message. `{{name}}`, `{{surname}}` and any `{{variable}}` are replaced; `{{name|there}}` has a default',
    example: 'Hello {{name}}!',
  }),
  ...commonFields,
})

/** Returns the schema of a campaign with a file. */
function fileCampaign<Type extends MediaType, Fields extends z.ZodRawShape>(type: Type, fields: Fields) {
  const mimetype = emptyOrFilledText(200).optional().meta({
    description: 'MIME type of the file. If absent, the gateway detects the type',
    example: 'application/pdf',
  })
  return oneFile(
    z.strictObject({
      type: z.literal(type).meta({ description: 'Kind of the messages: a file', example: type }),
      ...fileSourceFields,
      mimetype,
      ...fields,
      ...commonFields,
    }),
  )
}

function withRecipients<Schema extends z.ZodObject<typeof commonFields>>(schema: Schema): Schema {
  const given = atLeastOneOf(schema, ['recipients', 'listId'], 'Give recipients, a listId, or both')
  return dependsOn(given, 'timezone', 'scheduledAt')
}

/** Input for a new campaign. Without a type, the campaign sends a text. */
export const campaignInput = unionByType('type', [
  withRecipients(textCampaign),
  withRecipients(fileCampaign('image', { caption })),
  withRecipients(fileCampaign('video', { caption })),
  withRecipients(fileCampaign('audio', { ptt })),
  withRecipients(fileCampaign('document', { caption, filename })),
  withRecipients(fileCampaign('sticker', {})),
])
export type CampaignInput = z.output<typeof campaignInput>
export type FileCampaignInput = Exclude<CampaignInput, { type: 'text' }>

/**
 * Reads the time at which a campaign starts; null for an immediate start.
 * @throws ValidationFailed
 */
export function readSchedule(
  { scheduledAt, timezone }: Pick<CampaignInput, 'scheduledAt' | 'timezone'>,
  now: Date,
): Date | null {
  if (scheduledAt === undefined) return null
  const hasOffset = /(?:Z|[+-]\d\d(?::?\d\d)?)$/i.test(scheduledAt.replace(/^\d{4}-\d\d-\d\d/, ''))
  const fault = (message: string) => new ValidationFailed({ details: [{ path: 'scheduledAt', message }] })
  if (!hasOffset && timezone === undefined)
    throw fault('Give an offset, such as 2026-12-01T09:00:00+03:00, or a timezone')
  if (hasOffset && timezone !== undefined) {
    const message = 'has no effect with an offset in scheduledAt; remove the field'
    throw new ValidationFailed({ details: [{ path: 'timezone', message }] })
  }
  const instant = DateTime.fromISO(scheduledAt, { zone: timezone ?? 'utc' })
  // PostgreSQL cannot read a year of more than four digits in ISO 8601.
  if (!instant.isValid || instant.toUTC().year > 9_999)
    throw fault('Give a time in ISO 8601, such as 2026-12-01T09:00:00+03:00')
  if (instant.toMillis() < now.getTime())
    throw fault('The time has passed. Omit scheduledAt to start at once')
  return instant.toJSDate()
}
