import { z } from 'zod'
import { SandboxError } from '../errors.ts'

/**
 * Parses the body of a request. An empty body counts as `{}`.
 * @throws SandboxError `invalid_body`, with one line for each wrong field
 */
export async function readBody<T extends z.ZodType>(request: Request, schema: T): Promise<z.infer<T>> {
  const text = await request.text()
  const parsed = schema.safeParse(text === '' ? {} : parseJson(text))
  if (parsed.success) return parsed.data
  throw new SandboxError('invalid_body', z.prettifyError(parsed.error))
}

/**
 * Parses the query of a request.
 * @throws SandboxError `invalid_body`, with one line for each wrong field
 */
export function readQuery<T extends z.ZodType>(query: Record<string, string>, schema: T): z.infer<T> {
  const parsed = schema.safeParse(query)
  if (parsed.success) return parsed.data
  throw new SandboxError('invalid_body', z.prettifyError(parsed.error))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SandboxError('invalid_body', 'The body is not JSON.')
  }
}

const plain = (text: string) => text.replace(/[\s+()-]/g, '')

/** The recipient of a message: a phone number, the id of a group or a channel, or `status@broadcast`. */
export const chatId = z
  .string()
  .transform((text) => (text.includes('@') ? text : plain(text)))
  .pipe(
    z
      .string()
      .regex(
        /^([1-9]\d{6,14}|\d[\d-]+@g\.us|\d+@newsletter|status@broadcast)$/,
        'Expected a phone number of 7 to 15 digits, <digits>@g.us, <digits>@newsletter or status@broadcast.',
      ),
  )

/** A phone number in digits with its country code. The parser drops a plus, spaces, brackets and dashes. */
export const phoneNumber = z
  .string()
  .transform(plain)
  .pipe(
    z.string().regex(/^[1-9]\d{6,14}$/, 'Expected a phone number of 7 to 15 digits with its country code.'),
  )
