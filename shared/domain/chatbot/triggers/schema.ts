import { z } from 'zod'
import { TRIGGER_TYPES, type TriggerType, WEEKDAYS } from '#shared/contracts/chatbot.ts'
import { lenient, timeZone, WHITE_SPACE, withoutDefaults, word } from '#shared/input/index.ts'
import { foldText } from '../foldText.ts'

const MAX_WORDS = 100
const MATCH_TYPES = ['exact', 'contains', 'starts_with', 'regex'] as const

const keyword = z
  .string()
  .max(500)
  // A word that folds to an empty text would occur in every text.
  .refine((text) => foldText(text) !== '', 'Give a word that is not empty')
  .meta({ minLength: 1, pattern: `[^${WHITE_SPACE}]` })
/** Time of a day: `9:00`, `09:00`, `09.00` or `09:00:00`. The parsed value is `09:00`. */
const time = z
  .string()
  .regex(
    /^(?:(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9]|24[:.]00)(?:[:.]00)?$/,
    'Give a time as HH:MM, from 00:00 to 24:00',
  )
  .transform((text) => {
    const [hours = '', minutes] = text.split(/[:.]/)
    return `${hours.padStart(2, '0')}:${minutes}`
  })

/** The English names of the days, as people write them in full. */
const DAY_NAMES = {
  monday: 'mon',
  tuesday: 'tue',
  wednesday: 'wed',
  thursday: 'thu',
  friday: 'fri',
  saturday: 'sat',
  sunday: 'sun',
} as const

const common = {
  groups: z
    .boolean()
    .default(false)
    .meta({ description: 'True if messages in groups count', example: false }),
  stopWords: z
    .array(keyword)
    .max(MAX_WORDS)
    .default(['stop'])
    .meta({
      description:
        'Words that end the conversation, if a word is the whole message. A word has more than accents and invisible characters',
      example: ['stop'],
    }),
}

const keywordSchema = z.strictObject({
  keywords: z
    .array(keyword)
    .max(MAX_WORDS)
    .default([])
    .meta({
      description: 'Words that begin a conversation. A word has more than accents and invisible characters',
      example: ['hello', 'hi', 'merhaba'],
    }),
  matchType: word(MATCH_TYPES).default('contains').meta({
    description:
      'Comparison of a message with a keyword, in any case. `regex`: each keyword is a pattern in the syntax of RE2',
    example: 'contains',
  }),
  ...common,
})

const windowSchema = z.strictObject({
  days: z
    .array(word(WEEKDAYS, DAY_NAMES))
    .min(1)
    .default([...WEEKDAYS])
    .meta({
      description: 'Days on which the window begins, such as `mon` or `Monday`',
      example: ['mon', 'tue'],
    }),
  from: time.meta({ description: 'Start of the window, as HH:MM', example: '09:00' }),
  to: time.meta({
    description: 'End of the window, exclusive. If not after `from`, the window ends on the next day',
    example: '18:00',
  }),
})

const scheduleSchema = z.strictObject({
  timezone: timeZone().default('UTC').meta({
    description: 'Time zone of the windows, as an IANA name',
    example: 'Europe/Istanbul',
  }),
  windows: z
    .array(windowSchema)
    .max(50)
    .default([])
    .meta({
      description: 'Weekly windows of time',
      example: [{ days: ['mon', 'tue'], from: '09:00', to: '18:00' }],
    }),
  when: word(['inside', 'outside']).default('inside').meta({
    description: '`inside`: while a window is open. `outside`: while no window is open',
    example: 'inside',
  }),
  ...common,
})

const schemas = {
  keyword: keywordSchema,
  first_contact: z.strictObject(common),
  schedule: scheduleSchema,
} as const

/**
 * Schemas of the trigger types, for the input of the API: unknown names are faults. A parsed trigger has the fields of the
 * caller, with each word and time in its listed form. The trigger of a draft may be incomplete, and publishing requires the missing
 * parts.
 */
export const TRIGGER_INPUTS = mapTypes((type) => withoutDefaults(schemas[type])) as unknown as Readonly<
  Record<TriggerType, z.ZodType<Record<string, unknown>, Record<string, unknown>>>
>

/**
 * Schemas of the trigger types, for stored triggers: unknown names of earlier versions have no effect. Each message parses the
 * schema, so the schema compiles no patterns. `keywordFaults` compiles the patterns when the trigger is written.
 */
export const TRIGGERS = mapTypes((type) => lenient(schemas[type]))

function mapTypes(map: (type: TriggerType) => z.ZodType): typeof schemas {
  return Object.fromEntries(TRIGGER_TYPES.map((type) => [type, map(type)])) as unknown as typeof schemas
}

export type Trigger = {
  [Type in TriggerType]: { type: Type } & z.output<(typeof TRIGGERS)[Type]>
}[TriggerType]
export type Keyword = Extract<Trigger, { type: 'keyword' }>
export type Schedule = Extract<Trigger, { type: 'schedule' }>

/**
 * Parses a stored trigger.
 * @throws ZodError
 */
export function parseTrigger(type: TriggerType, value: unknown): Trigger {
  return { type, ...TRIGGERS[type].parse(value) } as Trigger
}
