import { expect, it } from 'vitest'
import { replyColumns } from './replies.ts'

const said = {
  ...{
    id: 'M1',
    fromMe: false,
    participant: null,
    type: 'text' as const,
    content: { text: 'stop' },
    media: null,
  },
  ...{ status: 'DELIVERED' as const, source: 'contact' as const, pushName: null, timestamp: 1 },
}
const columnsIn = (remoteJid: string) => replyColumns({ ...said, sender: remoteJid, remoteJid })

it('reads a stop word in the chat of a person only', () => {
  expect(columnsIn('905551234567@s.whatsapp.net')).toMatchObject({ phrase: 'stop', phone: '905551234567' })
  for (const chat of ['120363041234567890@newsletter', 'status@broadcast', '120363041234567890@g.us'])
    expect(columnsIn(chat)).toEqual({})
})
