import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { localKeyring } from '#shared/crypto/index.ts'
import { headersInput, headersPatch, openHeaders, sealHeaders } from './headers.ts'
import { createVault, openVault } from './vault.ts'

const ctx = { keyring: localKeyring(randomBytes(32)) }
const newVault = async () => await createVault({ ctx, input: { webhookId: 'whk_1' } })

describe('a header', () => {
  it.each([
    ['Authorization', 'Bearer 7f3c2a'],
    ['x-api-key', '"quoted" and = , ;'],
    ["a!#$%&'*+.^_`|~1", 'x'],
    ['X-Tabs', 'a\tb'],
  ])('%s: %s is accepted', (name, value) => {
    expect(headersInput.parse({ [name]: value })).toEqual({ [name]: value })
  })

  it.each([
    'Content-Type',
    'content-length',
    'HOST',
    'User-Agent',
    'Transfer-Encoding',
    'Connection',
    'X-Vesper-Signature',
    'x-vesper-anything',
    'Webhook-Signature',
    'webhook-id',
    'Proxy-Authorization',
    'constructor',
    'with space',
    'with:colon',
    'with\nbreak',
    'ğ',
    '',
    'x'.repeat(101),
  ])('with the name %j is refused', (name) => {
    expect(headersInput.safeParse({ [name]: 'x' }).success).toBe(false)
  })

  it.each(['a\r\nX-Other: b', 'a\nb', ' a', 'a ', '', 'ğ', '\u0000', 'x'.repeat(4_097)])(
    'with the value %j is refused',
    (value) => {
      expect(headersInput.safeParse({ 'X-A': value }).success).toBe(false)
    },
  )

  it('occurs once in any case, and 20 are the most', () => {
    expect(headersInput.safeParse({ 'X-A': '1', 'x-a': '2' }).success).toBe(false)
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`X-${n}`, 'v']))
    expect(headersInput.safeParse(many(20)).success).toBe(true)
    expect(headersInput.safeParse(many(21)).success).toBe(false)
  })
})

describe('sealed headers', () => {
  it('open again only with the vault of their webhook, and under their own name', async () => {
    const { vault, wrappedKey } = await newVault()
    const sealed = sealHeaders(vault, { Authorization: 'Bearer 7f3c2a' })
    expect(JSON.stringify(sealed)).not.toContain('7f3c2a')
    const again = await openVault({ ctx, input: { id: 'whk_1', wrappedKey } })
    expect(openHeaders(again, sealed)).toEqual({ Authorization: 'Bearer 7f3c2a' })
    expect(() => openHeaders(again, { 'X-Other': sealed.Authorization ?? '' })).toThrow()
    const { vault: other } = await createVault({ ctx, input: { webhookId: 'whk_2' } })
    expect(() => openHeaders(other, sealed)).toThrow()
  })

  it('keep a value for null, take a new value, and lose a header that is absent', async () => {
    const { vault } = await newVault()
    const stored = sealHeaders(vault, { Authorization: 'secret', 'X-Old': 'old', 'X-Gone': 'gone' })
    const given = headersPatch.parse({ authorization: null, 'X-Old': 'new', 'X-New': 'n' })
    expect(openHeaders(vault, sealHeaders(vault, given, stored))).toEqual({
      authorization: 'secret',
      'X-Old': 'new',
      'X-New': 'n',
    })
    expect(sealHeaders(vault, {}, stored)).toEqual({})
    expect(() => sealHeaders(vault, { 'X-Unknown': null }, stored)).toThrow(/has no value/)
  })

  it('are refused if they are too large together, the kept values included', async () => {
    const { vault } = await newVault()
    const large = 'x'.repeat(4_000)
    const stored = sealHeaders(vault, { 'X-A': large, 'X-B': large })
    expect(() => sealHeaders(vault, { 'X-A': null, 'X-B': null, 'X-C': large }, stored)).toThrow()
  })
})
