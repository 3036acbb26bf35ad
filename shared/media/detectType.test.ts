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
])('knows %s by its bytes, whatever it is called', async (type, make) => {
  expect(await detectType(await make(), { filename: 'x.txt', declared: 'text/html' })).toBe(type)
})

it.each([
  ['text by its name', text, { filename: 'a.csv' }, 'text/csv'],
  ['text as declared', text, { declared: 'Text/Plain; charset=utf-8' }, 'text/plain'],
  ['the name before the declaration', text, { filename: 'a.csv', declared: 'text/plain' }, 'text/csv'],
  [
    'an Office file by its name',
    zip,
    { filename: 'a.docx' },
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  ['an old Office file by its name', oldOffice, { filename: 'a.xls' }, 'application/vnd.ms-excel'],
  ['a ZIP without a name', zip, {}, 'application/zip'],
  ['SVG by its name', Buffer.from('<svg xmlns="x"/>'), { filename: 'a.svg' }, 'image/svg+xml'],
  [
    'no picture that is only claimed',
    text,
    { filename: 'a.jpg', declared: 'image/jpeg' },
    'application/octet-stream',
  ],
  ['no film that is only claimed', zip, { filename: 'a.mp4' }, 'application/zip'],
  ['no nonsense as declared', text, { declared: 'x\r\ny: z' }, 'application/octet-stream'],
  ['nothing', Buffer.alloc(0), {}, 'application/octet-stream'],
])('takes %s', async (_what, head, hints, type) => {
  expect(await detectType(head, hints)).toBe(type)
})

it('knows the extension of a type', () => {
  expect(['image/jpeg', 'audio/ogg; codecs=opus', 'application/pdf'].map(extensionOf)).toEqual([
    '.jpg',
    '.oga',
    '.pdf',
  ])
  expect(extensionOf('application/octet-stream')).toBe('')
})
