import { z } from 'zod'
import { phoneNumberSchema } from '#shared/jid.ts'
import type { Person } from './placeholders.ts'

/** As many as one call takes. */
export const MAX_RECIPIENTS = 10_000
/** Of a number as it is written; what is longer is none. */
export const MAX_WRITTEN = 100
/** Variables of one recipient, also of several imports together. */
export const MAX_VARIABLES = 50
/** Of a report; who has more bad numbers than that has another problem. */
const MAX_REPORTED = 1_000

const field = z.string().trim().max(1_000)

/** A recipient as users write it; the number is looked at later, so that a bad one can be told of by its line. */
export const recipientInput = z.object({
  phone: z.string().max(MAX_WRITTEN).meta({
    description: 'International number; +, spaces, dashes and brackets are stripped',
    example: '905551234567',
  }),
  name: field.nullish().meta({ example: 'Ayşe' }),
  surname: field.nullish().meta({ example: 'Yılmaz' }),
  variables: z
    .record(z.string().trim().min(1).max(100), field)
    .refine((given) => Object.keys(given).length <= MAX_VARIABLES, `At most ${MAX_VARIABLES} variables`)
    .optional()
    .meta({ description: 'What `{{…}}` stands for', example: { city: 'Istanbul' } }),
  /** Where it stands in a file; none: its place in the array. */
  line: z.number().int().optional().meta({ description: 'Its line in your file, for the report' }),
})
export type RecipientInput = z.output<typeof recipientInput>

export const recipientsInput = z
  .array(recipientInput)
  .max(MAX_RECIPIENTS)
  .meta({
    description: `Up to ${MAX_RECIPIENTS}; a number that comes twice is merged`,
    example: [{ phone: '905551234567', name: 'Ayşe', variables: { city: 'Istanbul' } }],
  })

/** What became of recipients that were handed in. */
export const importReportSchema = z.object({
  accepted: z.number().int().meta({ example: 2 }),
  duplicates: z.number().int().meta({ description: 'Merged: what a later one says counts', example: 0 }),
  rejected: z
    .array(z.object({ line: z.number().int().meta({ example: 3 }), phone: z.string(), message: z.string() }))
    .meta({ description: `Bad numbers, by their line (counted from 1); ${MAX_REPORTED} at the most` }),
})
export type ImportReport = z.infer<typeof importReportSchema>

/** Normalises numbers, merges duplicates, and reports what is no number. A later one of the same number adds to the earlier. */
export function readRecipients(given: readonly RecipientInput[]): { people: Person[]; report: ImportReport } {
  const people = new Map<string, Person>()
  const rejected: ImportReport['rejected'] = []
  let duplicates = 0
  for (const [index, { phone: written, name, surname, variables, line }] of given.entries()) {
    const phone = phoneNumberSchema.safeParse(written)
    if (!phone.success) {
      const message = phone.error.issues[0]?.message ?? 'It is no phone number'
      rejected.push({ line: line ?? index + 1, phone: written, message })
      continue
    }
    const earlier = people.get(phone.data)
    const merged = { ...earlier?.variables, ...variables }
    if (Object.keys(merged).length > MAX_VARIABLES) {
      const message = `A recipient has ${MAX_VARIABLES} variables at the most, those of its earlier lines among them`
      rejected.push({ line: line ?? index + 1, phone: written, message })
      continue
    }
    if (earlier) duplicates += 1
    people.set(phone.data, {
      phone: phone.data,
      name: name || (earlier?.name ?? null),
      surname: surname || (earlier?.surname ?? null),
      variables: merged,
    })
  }
  const report = { accepted: people.size, duplicates, rejected: rejected.slice(0, MAX_REPORTED) }
  return { people: [...people.values()], report }
}
