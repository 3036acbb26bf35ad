import { describe, expect, it } from 'vitest'
import { destinationSchema, recipientSchema } from './jid.ts'
import { readUsername, usernameKeySchema, usernameSchema } from './username.ts'

describe('an address by username', () => {
  it.each([
    ['@ayse', '@ayse'],
    ['@Ayse.Yilmaz', '@ayse.yilmaz'],
    ['＠AYSE_1', '@ayse_1'],
    ['﹫ayse', '@ayse'],
    [' @ayse \u200E', '@ayse'],
    ['@a_1', '@a_1'],
    [`@${'a'.repeat(35)}`, `@${'a'.repeat(35)}`],
    ['@1984x', '@1984x'],
    ['@wwwayse', '@wwwayse'],
    ['@come', '@come'],
    ['@ayse.comet', '@ayse.comet'],
  ])('%s becomes %s', (written, address) => {
    expect(destinationSchema.parse(written)).toBe(address)
    expect(usernameSchema.parse(written)).toBe(address.slice(1))
    expect(usernameSchema.parse(address.slice(1))).toBe(address.slice(1))
  })

  it.each([
    '@',
    '@ab',
    `@${'a'.repeat(36)}`,
    '@1234',
    '@12_3.4',
    '@.ayse',
    '@ayse.',
    '@ay..se',
    '@ayşe',
    '@ayse yilmaz',
    '@ayse-yilmaz',
    '@@ayse',
    '@www.ayse',
    '@WWW.ayse',
    '@ayse.com',
    '@ayse.NET ',
    '@whatsapp',
    '@my.WhatsApp',
    '@instagram_1',
    '@oculus',
    '@facebook1',
    '@ayse\u0000',
  ])('%j is refused', (written) => {
    expect(destinationSchema.safeParse(written).success).toBe(false)
    expect(usernameSchema.safeParse(written).success).toBe(false)
  })

  it('needs its @ where numbers and JIDs are accepted, and is none where no username is accepted', () => {
    expect(destinationSchema.safeParse('ayse').success).toBe(false)
    expect(recipientSchema.safeParse('@ayse').success).toBe(false)
    expect(destinationSchema.parse('+90 555 123 45 67')).toBe('905551234567@s.whatsapp.net')
    expect(destinationSchema.parse('630846724446591@lid')).toBe('630846724446591@lid')
  })

  it('takes linear time for a long text', () => {
    expect(usernameSchema.safeParse('a'.repeat(6e6)).success).toBe(false)
    expect(destinationSchema.safeParse(`@${'a.'.repeat(3e6)}`).success).toBe(false)
  })
})

it('reads the username of a stanza as written, and ignores a text that is none', () => {
  expect(readUsername('Ayse.Yilmaz')).toBe('Ayse.Yilmaz')
  expect(readUsername('@Ayse')).toBe('Ayse')
  expect([
    readUsername(''),
    readUsername(undefined),
    readUsername('a b'),
    readUsername('x'.repeat(99)),
  ]).toEqual([null, null, null, null])
})

it('accepts a key of 4 digits only', () => {
  expect(usernameKeySchema.parse('0042')).toBe('0042')
  for (const key of ['123', '12345', '12a4', '１２３４', ' 1234'])
    expect(usernameKeySchema.safeParse(key).success).toBe(false)
})
