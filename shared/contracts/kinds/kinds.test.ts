import { expect, it } from 'vitest'
import { z } from 'zod'
import { KINDS, messageContentSchema } from '../messages.ts'

it.each(Object.entries(KINDS))('has a valid example of %s', (_type, kind) => {
  expect(z.strictObject(kind.fields).parse(kind.example)).toEqual(kind.example)
  expect(messageContentSchema.parse(kind.example)).toEqual(kind.example)
})
