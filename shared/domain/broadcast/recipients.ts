import { z } from 'zod'
import { type ErrorDetail, ValidationFailed } from '#shared/errors/index.ts'
import { filledName, freeName } from '#shared/input/index.ts'
import { WRITTEN_MEMBER } from '#shared/jid.ts'
import { usernameKeySchema, usernameOf } from '#shared/username.ts'
import { addressSchema } from './address.ts'
import type { Person } from './placeholders.ts'

/** Limit of recipients in one call. */
export const MAX_RECIPIENTS = 10_000
/** Limit of characters in a written number, far above any real number. */
export const MAX_WRITTEN = 100
/** Limit of variables of one recipient, over all imports together. */
export const MAX_VARIABLES = 50
/** Limit of rejected rows in a report. More bad numbers have a common cause, which the report already shows. */
const MAX_REPORTED = 1_000

const field = z.string().trim().max(1_000)

/**
 * Recipient as users write it. The import checks the number later, so that the report can name the line of a bad
 * number.
 */
export const recipientInput = z
  .strictObject({
    phone: z
      .string()
      .max(MAX_WRITTEN)
      .meta({
        description:
          'International number, cleaned of +, 00, spaces, dashes, dots and brackets; the JID or LID of a person; or `@username`. The ' +
          'report names a bad number by its line',
        example: '905551234567',
      }),
    usernameKey: usernameKeySchema.nullish(),
    name: field.nullish().meta({ description: 'First name', example: 'Ayşe' }),
    surname: field.nullish().meta({ description: 'Surname', example: 'Yılmaz' }),
    variables: z
      .record(freeName(filledName(100)), field)
      .refine((given) => Object.keys(given).length <= MAX_VARIABLES, `At most ${MAX_VARIABLES} variables`)
      .meta({ maxProperties: MAX_VARIABLES })
      .optional()
      .meta({ description: 'Values for placeholders such as `{{city}}`', example: { city: 'Istanbul' } }),
    /** Line in a file; without a file, the place in the array. */
    line: z.number().int().optional().meta({ description: 'Line in your file, for the report', example: 2 }),
  })
  .meta({
    id: 'RecipientInput',
    description: 'A recipient of a list',
    example: { phone: '905551234567', name: 'Ayşe', variables: { city: 'Istanbul' } },
  })
export type RecipientInput = z.output<typeof recipientInput>

/** JSON Schema of an import that is refused: recipients, none of which has a number or a JID. */
const NOBODY = { minItems: 1, items: { properties: { phone: { not: { pattern: WRITTEN_MEMBER } } } } }

export const recipientsInput = z
  .array(recipientInput)
  .max(MAX_RECIPIENTS)
  .meta({
    not: NOBODY,
    description: `At most ${MAX_RECIPIENTS}, one of them with a valid number; recipients with the same number are merged`,
    example: [{ phone: '905551234567', name: 'Ayşe', variables: { city: 'Istanbul' } }],
  })

/** Recipients of a campaign, all of which must have a valid number. A place in the array is in the path of its fault. */
export const campaignRecipientsInput = z
  .array(
    recipientInput
      .omit({ line: true })
      .extend({
        phone: addressSchema.meta({
          description: 'International number, the JID or LID of a person, or `@username`',
          example: '905551234567',
        }),
      })
      .meta({
        id: 'CampaignRecipientInput',
        description: 'A recipient of a campaign',
        example: { phone: '905551234567', name: 'Ayşe', variables: { city: 'Istanbul' } },
      }),
  )
  .max(MAX_RECIPIENTS)
  .meta({
    description: `At most ${MAX_RECIPIENTS}; recipients with the same number are merged`,
    example: [{ phone: '905551234567', name: 'Ayşe', variables: { city: 'Istanbul' } }],
  })

const REJECTED = {
  line: 3,
  phone: '0555',
  message:
    'Give an international phone number in digits, such as 905551234567, or a JID ending in @s.whatsapp.net or @lid, or a username such ' +
    'as @ayse.yilmaz',
}

/** Result of an import of recipients. */
export const importReportSchema = z
  .object({
    accepted: z.number().int().meta({ description: 'Number of recipients after the merge', example: 249 }),
    duplicates: z
      .number()
      .int()
      .meta({ description: 'Merged recipients: the later data override the earlier data', example: 0 }),
    rejected: z
      .array(
        z.object({
          line: z
            .number()
            .int()
            .meta({ description: 'Line in the file, or place in the array, counted from 1', example: 3 }),
          phone: z.string().meta({ description: 'The number as written', example: '0555' }),
          message: z.string().meta({ description: 'The fault and the remedy', example: REJECTED.message }),
        }),
      )
      .meta({
        description: `Bad numbers, by line (counted from 1); at most ${MAX_REPORTED}`,
        example: [REJECTED],
      }),
  })
  .meta({
    id: 'ImportReport',
    description: 'The result of an import of recipients',
    example: { accepted: 249, duplicates: 0, rejected: [REJECTED] },
  })
export type ImportReport = z.infer<typeof importReportSchema>

/** Recipients of one field of a request. */
export interface ReadRecipients {
  people: Person[]
  report: ImportReport
  /** The rejected recipients, as faults of the request. A recipient without a line has its place in the path. */
  faults: ErrorDetail[]
}

/**
 * Normalises numbers, merges duplicates, and reports bad numbers. A later row of a number adds its data to the
 * earlier row.
 * @param field name of the field in the request, for the faults
 */
export function readRecipients(given: readonly RecipientInput[], field = 'recipients'): ReadRecipients {
  return readFields([{ field, given }])
}

/** Recipients of a field of a request, as written. */
export interface RecipientField {
  /** Name of the field in the request. */
  field: string
  given: readonly RecipientInput[]
}

/** Reads the recipients of several fields like those of one. If there are several, each message of the report names its field. */
export function readFields(fields: readonly RecipientField[]): ReadRecipients {
  const people = new Map<string, Person>()
  const rejected: ImportReport['rejected'] = []
  const faults: ErrorDetail[] = []
  let duplicates = 0
  const rows = fields.flatMap(({ field, given }) =>
    given.map((recipient, index) => ({ field, recipient, index })),
  )
  for (const { field, recipient, index } of rows) {
    const { phone: written, line = index + 1 } = recipient
    const reject = (part: string, message: string) => {
      const named = fields.length > 1 ? `${field}: ${message}` : message
      if (rejected.length < MAX_REPORTED)
        rejected.push({ line, phone: written.slice(0, MAX_WRITTEN), message: named })
      faults.push(
        recipient.line === undefined
          ? { path: `${field}.${index}.${part}`, message }
          : { path: field, message: `Line ${line}: ${message}` },
      )
    }
    const address = addressSchema.safeParse(written)
    if (!address.success) {
      reject('phone', address.error.issues[0]?.message ?? 'This is not a phone number')
      continue
    }
    const earlier = people.get(address.data)
    const merged = merge(earlier, address.data, recipient)
    if (Object.keys(merged.variables).length > MAX_VARIABLES) {
      reject('variables', TOO_MANY_VARIABLES)
      continue
    }
    if (earlier) duplicates += 1
    people.set(address.data, merged)
  }
  return {
    people: [...people.values()],
    report: { accepted: people.size, duplicates, rejected },
    faults,
  }
}

const TOO_MANY_VARIABLES = `A recipient has at most ${MAX_VARIABLES} variables, together with the variables of its earlier lines`

/** Adds the data of a later row to the earlier row of the same address. Empty fields of the later row change nothing. */
function merge(
  earlier: Person | undefined,
  phone: string,
  { usernameKey, name, surname, variables }: RecipientInput,
): Person {
  const filled = Object.fromEntries(Object.entries(variables ?? {}).filter(([, value]) => value !== ''))
  // A number or a JID has no key.
  const key = usernameOf(phone) === null ? null : usernameKey || earlier?.usernameKey
  return {
    phone,
    ...(key && { usernameKey: key }),
    name: name || (earlier?.name ?? null),
    surname: surname || (earlier?.surname ?? null),
    variables: { ...earlier?.variables, ...filled },
  }
}

/**
 * Refuses an import that has recipients and accepts none, because its caller has made a mistake.
 * @throws ValidationFailed that names each rejected recipient
 */
export function assertSomeAccepted({ people, faults }: ReadRecipients): void {
  if (people.length === 0 && faults.length > 0) throw new ValidationFailed({ details: faults })
}
