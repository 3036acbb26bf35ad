import { z } from 'zod'
import { WHITE_SPACE } from '#shared/input/index.ts'

/** Characters without control characters, one of which is not white space. Python knows no \P{Cc}. */
const CONTROL = '\\u0000-\\u001F\\u007F-\\u009F'
const SESSION_NAME = new RegExp(`^[^${CONTROL}]*[^${CONTROL}${WHITE_SPACE}][^${CONTROL}]*$`)

/** The settings of a session that its app may change at any time. */
export const settings = {
  name: z
    .string()
    .max(64, { abort: true })
    .regex(SESSION_NAME, 'Give a name without control characters. White space alone is no name')
    .trim()
    .meta({
      description:
        'Unique session name (1-64 characters, no control characters). Case and forms such as full width make no other name',
      example: 'store-whatsapp',
    }),
  receiveStatus: z.boolean().meta({
    description: "True to store the status posts of the account's contacts, in the chat `status@broadcast`",
    example: true,
  }),
}
