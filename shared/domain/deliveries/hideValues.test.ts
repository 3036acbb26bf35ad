import { expect, it } from 'vitest'
import { hideValues } from './hideValues.ts'

const TOKEN = 'Bearer 7f3c2a-"quoted"-91d0'

it.each([
  ['the value', `you sent ${TOKEN}.`, 'you sent [hidden].'],
  ['the value as JSON', JSON.stringify({ authorization: TOKEN }), '{"authorization":"[hidden]"}'],
  ['the token alone', 'no access for 7f3c2a-"quoted"-91d0', 'no access for [hidden]'],
  ['a value that the end of the excerpt cuts', `you sent ${TOKEN.slice(0, 15)}`, 'you sent [hidden]'],
  ['two values', `${TOKEN} and my-api-key-2`, '[hidden] and [hidden]'],
])('hides %s in an answer', (_, excerpt, shown) => {
  expect(hideValues(excerpt, [TOKEN, 'my-api-key-2'])).toBe(shown)
})

it('leaves an answer without a value as it is', () => {
  expect(hideValues('on and off', ['on'])).toBe('on and off')
  expect(hideValues('ok', [TOKEN])).toBe('ok')
  expect(hideValues('', [TOKEN])).toBe('')
  expect(hideValues(null, [TOKEN])).toBeNull()
})
