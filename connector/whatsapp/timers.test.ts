import { proto, type WAMessage } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { readGroupTimer, timerIn, timersInHistory } from './timers.ts'

const DAY = 86_400
const CHAT = '1@s.whatsapp.net'
const { EPHEMERAL_SETTING, REVOKE } = proto.Message.ProtocolMessage.Type

function from(remoteJid: string, message: object, remoteJidAlt?: string): WAMessage {
  const key = { remoteJid, id: 'A', ...(remoteJidAlt && { remoteJidAlt }) }
  return { key, messageTimestamp: 100, message: proto.Message.fromObject(message) }
}

const notice = (seconds: number, at?: number) => ({
  protocolMessage: { type: EPHEMERAL_SETTING, ephemeralExpiration: seconds, ephemeralSettingTimestamp: at },
})
const text = (contextInfo: object) => ({ extendedTextMessage: { text: 'a', contextInfo } })

it.each([
  ['a notice', from(CHAT, notice(DAY, 90)), [{ jid: CHAT, seconds: DAY, at: 90 }]],
  ['a notice that ends the timer', from(CHAT, notice(0, 90)), [{ jid: CHAT, seconds: 0, at: 90 }]],
  ['a notice without a time', from(CHAT, notice(DAY)), [{ jid: CHAT, seconds: DAY, at: 100 }]],
  ['a notice from the future', from(CHAT, notice(DAY, 9_000)), [{ jid: CHAT, seconds: DAY, at: 100 }]],
  [
    'a wrapped notice',
    from(CHAT, { ephemeralMessage: { message: notice(DAY, 90) } }),
    [{ jid: CHAT, seconds: DAY, at: 90 }],
  ],
  ['a notice by LID', from('1@lid', notice(DAY, 90), CHAT), [{ jid: CHAT, seconds: DAY, at: 90 }]],
  ['a notice in a group', from('1-2@g.us', notice(DAY, 90)), []],
  [
    'a message',
    from(CHAT, text({ expiration: DAY, ephemeralSettingTimestamp: 80 })),
    [{ jid: CHAT, seconds: DAY, at: 80 }],
  ],
  [
    'a message in a group',
    from('1-2@g.us', text({ expiration: DAY, ephemeralSettingTimestamp: 80 })),
    [{ jid: '1-2@g.us', seconds: DAY, at: 80 }],
  ],
  [
    'a picture',
    from(CHAT, { imageMessage: { contextInfo: { expiration: DAY } } }),
    [{ jid: CHAT, seconds: DAY, at: 100 }],
  ],
  [
    'a message that mentions a group',
    from(CHAT, { groupMentionedMessage: { message: text({ expiration: DAY }) } }),
    [{ jid: CHAT, seconds: DAY, at: 100 }],
  ],
  [
    'a Lottie sticker',
    from(CHAT, {
      lottieStickerMessage: { message: { stickerMessage: { contextInfo: { expiration: DAY } } } },
    }),
    [{ jid: CHAT, seconds: DAY, at: 100 }],
  ],
  [
    'a message to a bot',
    from(CHAT, { botInvokeMessage: { message: text({ expiration: DAY }) } }),
    [{ jid: CHAT, seconds: DAY, at: 100 }],
  ],
  ['a message without a timer', from(CHAT, text({})), []],
  ['a hostile message', from(CHAT, text({ expiration: 4_294_967_295 })), []],
  ['a status', from('status@broadcast', text({ expiration: DAY })), []],
  ['a revoke', from(CHAT, { protocolMessage: { type: REVOKE, key: { id: 'B' } } }), []],
])('reads the timer in %s', (_, message, settings) => {
  expect(timerIn(message)).toEqual(settings)
})

it('reads the timers in the conversations of a history, also a timer that ended', () => {
  const conversations = [
    { id: '1@lid', pnJid: CHAT, ephemeralExpiration: DAY, ephemeralSettingTimestamp: 90 },
    { id: '2@s.whatsapp.net', ephemeralExpiration: 0, ephemeralSettingTimestamp: 80 },
    { id: '3@s.whatsapp.net' },
    { id: '4@s.whatsapp.net', ephemeralExpiration: DAY },
    { id: '5@newsletter', ephemeralExpiration: DAY },
  ]
  expect(timersInHistory({ conversations })).toEqual([
    { jid: CHAT, seconds: DAY, at: 90 },
    { jid: '2@s.whatsapp.net', seconds: 0, at: 80 },
    { jid: '4@s.whatsapp.net', seconds: DAY, at: 0 },
  ])
})

it('reads the timer in the notification of a group', () => {
  const node = (tag: string, attrs: Record<string, string> = {}, type = 'w:gp2') => ({
    tag: 'notification',
    attrs: { from: '1-2@g.us', type, t: '70' },
    content: [{ tag, attrs }],
  })
  expect(readGroupTimer(node('ephemeral', { expiration: String(DAY) }))).toEqual({
    jid: '1-2@g.us',
    seconds: DAY,
    at: 70,
  })
  expect(readGroupTimer(node('not_ephemeral'))).toEqual({ jid: '1-2@g.us', seconds: 0, at: 70 })
  expect(readGroupTimer(node('locked'))).toBeNull()
  expect(readGroupTimer(node('ephemeral', {}, 'picture'))).toBeNull()
})
