import { expect, it } from 'vitest'
import { z } from 'zod'
import { ConfigError, readConfig } from './readConfig.ts'

const schema = z.object({ NAME: z.string(), PORT: z.coerce.number().default(1), SECRET: z.string().min(20) })

it('parses valid variables, and treats an empty variable as missing', () => {
  expect(readConfig(schema, { NAME: 'x', PORT: '', SECRET: 's'.repeat(20) })).toEqual({
    NAME: 'x',
    PORT: 1,
    SECRET: 's'.repeat(20),
  })
})

it('names every invalid key, and shows no value', () => {
  const read = () => readConfig(schema, { PORT: 'abc', SECRET: 'hunter2' })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(/NAME: is required[\s\S]*PORT[\s\S]*SECRET/)
  expect(read).not.toThrow(/hunter2|abc/)
})
