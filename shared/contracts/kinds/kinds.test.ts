import { expect, it } from 'vitest'
import { z } from 'zod'
import { KINDS, messageContentSchema } from '../messages.ts'

it.each(Object.entries(KINDS))(
  'gives an example of %s that the content of a message allows',
  (_type, kind) => {
    expect(z.strictObject(kind.fields).parse(kind.example)).toEqual(kind.example)
    expect(messageContentSchema.parse(kind.example)).toEqual(kind.example)
  },
)
