import { expect, it } from 'vitest'
import { z } from 'zod'
import { ConfigError, readConfig } from './readConfig.ts'

const schema = z.object({ NAME: z.string(), PORT: z.coerce.number().default(1), SECRET: z.string().min(20) })

it('parses what fits, and takes an empty variable for a missing one', () => {
  expect(readConfig(schema, { NAME: 'x', PORT: '', SECRET: 's'.repeat(20) })).toEqual({
    NAME: 'x',
    PORT: 1,
    SECRET: 's'.repeat(20),
  })
})

it('names every key that does not fit, and none of the values', () => {
  const read = () => readConfig(schema, { PORT: 'abc', SECRET: 'hunter2' })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(/NAME: is required[\s\S]*PORT[\s\S]*SECRET/)
  expect(read).not.toThrow(/hunter2|abc/)
})
