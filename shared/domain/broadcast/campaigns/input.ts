import { DateTime, IANAZone } from 'luxon'
import { z } from 'zod'
import { CAMPAIGN_TYPES } from '#shared/contracts/broadcast.ts'
import { fileSourceFields } from '#shared/contracts/media.ts'
import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import { ValidationFailed } from '#shared/errors/index.ts'
import { recipientsInput } from '../recipients.ts'

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time of day such as 21:00')
const zoneSchema = z
  .string()
  .max(100)
  .refine((name) => IANAZone.isValidZone(name), 'Give a time zone by its IANA name, such as Europe/Istanbul')

const delay = z.number().min(1).max(600)

const quietHoursInput = z
  .strictObject({
    from: timeOfDay.meta({ example: '21:00' }),
    to: timeOfDay.meta({ example: '09:00' }),
    timezone: zoneSchema.meta({ example: 'Europe/Istanbul' }),
  })
  .refine(({ from, to }) => from !== to, 'from and to must differ')

const pacingInput = z
  .strictObject({
    minDelaySeconds: delay.default(4).meta({ description: 'Shortest time between two messages' }),
    maxDelaySeconds: delay.default(12).meta({ description: 'Longest time between two messages' }),
    quietHours: quietHoursInput.nullable().default(null).meta({
      description: 'Hours without messages. If `to` is earlier than `from`, they end on the next day',
    }),
  })
  .refine(({ minDelaySeconds: min, maxDelaySeconds: max }) => min <= max, {
    path: ['minDelaySeconds'],
    message: 'Must not be more than maxDelaySeconds',
  })

const textSchema = z.string().max(MAX_TEXT)

/** Input for a new campaign. */
export const campaignInput = z
  .strictObject({
    session: z.string().min(1).meta({ description: 'Session ID', example: 'YoNofiM9vtHy' }),
    name: z.string().trim().min(1).max(100).meta({ example: 'Spring sale' }),
    listId: z.string().min(1).optional().meta({ description: 'Recipient list' }),
    recipients: recipientsInput.optional(),
    type: z.enum(CAMPAIGN_TYPES).default('text').meta({ example: 'image' }),
    text: textSchema.min(1).optional().meta({
      description:
        'Text of a text message. `{{name}}`, `{{surname}}` and any `{{variable}}` are replaced; `{{name|there}}` has a default',
    }),
    caption: textSchema.optional().meta({
      description: 'Caption of a file, with placeholders as in `text`',
      example: 'Hello {{name}}, have a look!',
    }),
    ...fileSourceFields,
    mimetype: z.string().max(200).optional(),
    filename: z.string().min(1).max(255).optional().meta({ description: 'File name of a document' }),
    ptt: z.boolean().optional().meta({ description: 'Send audio as a voice note' }),
    pacing: pacingInput.prefault({}),
    typing: z.boolean().default(false).meta({ description: 'Show typing for a moment before each message' }),
    draft: z.boolean().default(false).meta({ description: 'Create a draft, which waits for POST …/start' }),
    scheduledAt: z.string().max(50).optional().meta({
      description:
        'Time of the start: ISO 8601 with an offset, or local time in `timezone`. If absent, the campaign starts at once',
    }),
    timezone: zoneSchema
      .optional()
      .meta({ description: 'Time zone of `scheduledAt`', example: 'Europe/Istanbul' }),
  })
  .refine(({ listId, recipients }) => listId !== undefined || recipients !== undefined, {
    path: ['recipients'],
    message: 'Give recipients, a listId, or both',
  })
  .refine(({ type, text }) => (type === 'text') === (text !== undefined), {
    path: ['text'],
    message: 'Give a text for the type text; for a file, give a caption instead',
  })
  .refine(({ type, ...given }) => countSources(given) === (type === 'text' ? 0 : 1), {
    path: ['url'],
    message: 'Give exactly one of url, base64 and mediaId for a file, and none for a text',
  })
export type CampaignInput = z.output<typeof campaignInput>

function countSources({ url, base64, mediaId }: { url?: unknown; base64?: unknown; mediaId?: unknown }) {
  return [url, base64, mediaId].filter((source) => source !== undefined).length
}

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
  const instant = DateTime.fromISO(scheduledAt, { zone: timezone ?? 'utc' })
  // PostgreSQL cannot read a year of more than four digits in ISO 8601.
  if (!instant.isValid || instant.toUTC().year > 9_999)
    throw fault('Give a time in ISO 8601, such as 2026-12-01T09:00:00+03:00')
  if (instant.toMillis() < now.getTime())
    throw fault('The time has passed. Omit scheduledAt to start at once')
  return instant.toJSDate()
}
