import { z } from 'zod'
import { TRIGGER_TYPES, type TriggerType, WEEKDAYS } from '#shared/contracts/chatbot.ts'
import { lenient, timeZone, withoutDefaults } from '#shared/input/index.ts'
import { foldText } from '../foldText.ts'

const MAX_WORDS = 100

const word = z
  .string()
  .max(500)
  // A word that folds to an empty text would occur in every text.
  .refine((text) => foldText(text) !== '', 'Give a word that is not empty')
const time = z
  .string()
  .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, 'Give a time as HH:MM, from 00:00 to 24:00')
  .meta({ example: '09:00' })

const common = {
  groups: z.boolean().default(false).meta({ description: 'True if messages in groups count' }),
  stopWords: z
    .array(word)
    .max(MAX_WORDS)
    .default(['stop'])
    .meta({ description: 'Words that end the conversation, if a word is the whole message' }),
}

const keywordSchema = z.strictObject({
  keywords: z.array(word).max(MAX_WORDS).default([]),
  matchType: z.enum(['exact', 'contains', 'starts_with', 'regex']).default('contains'),
  ...common,
})

const windowSchema = z.strictObject({
  days: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .default([...WEEKDAYS]),
  from: time,
  to: time.meta({ description: 'Exclusive. If not after `from`, the window ends on the next day' }),
})

const scheduleSchema = z.strictObject({
  timezone: timeZone().default('UTC').meta({ description: 'IANA name', example: 'Europe/Istanbul' }),
  windows: z.array(windowSchema).max(50).default([]),
  when: z
    .enum(['inside', 'outside'])
    .default('inside')
    .meta({ description: 'outside: while no window is open' }),
  ...common,
})

const schemas = {
  keyword: keywordSchema,
  first_contact: z.strictObject(common),
  schedule: scheduleSchema,
} as const

/**
 * Schemas of the trigger types, for the input of the API: unknown names are faults, and a parsed trigger is as the caller wrote it. The
 * trigger of a draft may be incomplete, and publishing requires the missing parts.
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
