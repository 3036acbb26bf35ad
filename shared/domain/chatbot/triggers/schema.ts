import { IANAZone } from 'luxon'
import { z } from 'zod'
import { type TriggerType, WEEKDAYS } from '#shared/contracts/chatbot.ts'
import { foldText } from '../foldText.ts'

const MAX_WORDS = 100

const word = z
  .string()
  .max(500)
  // A word that folds to an empty text would occur in every text.
  .refine((text) => foldText(text) !== '', 'Give a word that is not empty')
const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Give a time as HH:MM, from 00:00 to 24:00')
  .meta({ example: '09:00' })

const common = {
  groups: z.boolean().default(false).meta({ description: 'True if messages in groups count' }),
  stopWords: z
    .array(word)
    .max(MAX_WORDS)
    .default(['stop'])
    .meta({ description: 'Words that end the conversation, if a word is the whole message' }),
}

const keywordSchema = z.object({
  keywords: z.array(word).max(MAX_WORDS).default([]),
  matchType: z.enum(['exact', 'contains', 'starts_with', 'regex']).default('contains'),
  ...common,
})

const windowSchema = z.object({
  days: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .default([...WEEKDAYS]),
  from: time,
  to: time.meta({ description: 'Exclusive. If not after `from`, the window ends on the next day' }),
})

const scheduleSchema = z.object({
  timezone: z
    .string()
    .refine((name) => IANAZone.isValidZone(name), 'Give a time zone such as Europe/Istanbul')
    .default('UTC'),
  windows: z.array(windowSchema).max(50).default([]),
  when: z
    .enum(['inside', 'outside'])
    .default('inside')
    .meta({ description: 'outside: while no window is open' }),
  ...common,
})

/**
 * Schemas of the trigger types. The trigger of a draft may be incomplete, and publishing requires the missing parts.
 * Each message parses the schema, so the schema compiles no patterns. `keywordFaults` compiles the patterns when the
 * trigger is written.
 */
export const TRIGGERS = {
  keyword: keywordSchema,
  first_contact: z.object(common),
  schedule: scheduleSchema,
} as const

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
