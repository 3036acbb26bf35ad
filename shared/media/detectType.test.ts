import sharp from 'sharp'
import { expect, it } from 'vitest'
import { detectType, extensionOf } from './detectType.ts'

const canvas = sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
const text = Buffer.from('just some words')
const zip = Buffer.from('504b0304140000000000000000000000000000000000000000000000', 'hex')
const oldOffice = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)])

it.each([
  ['image/jpeg', () => canvas.clone().jpeg().toBuffer()],
  ['image/png', () => canvas.clone().png().toBuffer()],
  ['image/webp', () => canvas.clone().webp().toBuffer()],
  ['image/gif', () => canvas.clone().gif().toBuffer()],
  ['application/pdf', async () => Buffer.from('%PDF-1.7\n')],
  ['audio/mpeg', async () => Buffer.from('fffb90640000000000000000', 'hex')],
  ['audio/ogg; codecs=opus', async () => Buffer.from(`OggS${'\0'.repeat(24)}OpusHead\x01\x01`, 'latin1')],
  ['video/mp4', async () => Buffer.from('00000018667479706d70343200000000', 'hex')],
])('detects %s by its bytes, regardless of name and declaration', async (type, make) => {
  expect(await detectType(await make(), { filename: 'x.txt', declared: 'text/html' })).toBe(type)
})

it.each([
  ['uses the name for text', text, { filename: 'a.csv' }, 'text/csv'],
  [
    'uses the declaration for text without a name',
    text,
    { declared: 'Text/Plain; charset=utf-8' },
    'text/plain',
  ],
  ['prefers the name to the declaration', text, { filename: 'a.csv', declared: 'text/plain' }, 'text/csv'],
  [
    'uses the name for an Office file',
    zip,
    { filename: 'a.docx' },
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  ['uses the name for an old Office file', oldOffice, { filename: 'a.xls' }, 'application/vnd.ms-excel'],
  ['detects a ZIP without a name', zip, {}, 'application/zip'],
  ['uses the name for SVG', Buffer.from('<svg xmlns="x"/>'), { filename: 'a.svg' }, 'image/svg+xml'],
  [
    'ignores the name of a false picture',
    text,
    { filename: 'a.jpg', declared: 'image/jpeg' },
    'application/octet-stream',
  ],
  ['ignores the name of a false film', zip, { filename: 'a.mp4' }, 'application/zip'],
  ['ignores an invalid declaration', text, { declared: 'x\r\ny: z' }, 'application/octet-stream'],
  ['falls back to octet-stream for an empty file', Buffer.alloc(0), {}, 'application/octet-stream'],
])('%s', async (_what, head, hints, type) => {
  expect(await detectType(head, hints)).toBe(type)
})

it('returns the extension of a type', () => {
  expect(['image/jpeg', 'audio/ogg; codecs=opus', 'application/pdf'].map(extensionOf)).toEqual([
    '.jpg',
    '.oga',
    '.pdf',
  ])
  expect(extensionOf('application/octet-stream')).toBe('')
})
