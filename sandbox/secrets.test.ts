import { decryptPollVote, proto, type WAMessage } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Client, call, until } from './client.fixture.ts'
import { Stage } from './stage.fixture.ts'

let stage: Stage
let [a, b] = ['', '']
let alice: Client
beforeAll(async () => {
  stage = await Stage.open()
  ;[a, b] = [await stage.phone(), await stage.phone()]
  alice = await stage.paired(a)
})
afterAll(() => stage.close())

const received = (id: string) =>
  until('the message', () => alice.messages.find(({ key }) => key.id === id)) as Promise<WAMessage>
const jidOf = async (phone: string, form: 'lid' | 'pn') => {
  const { lid } = (await call(stage.sandbox, 'GET', `/phones/${phone}`)).body
  return form === 'lid' ? lid : `${phone}@s.whatsapp.net`
}

it.each(['lid', 'pn'] as const)(
  'a vote is encrypted with the secret of the poll, for Baileys too, by %s',
  async (form) => {
    const poll = await stage.write(b, { type: 'poll', to: a, name: 'When?', options: ['now', 'then'] })
    const secret = (await received(poll.id)).message?.messageContextInfo?.messageSecret
    const sealAs = { author: form, editor: form }
    const vote = await stage.write(b, { type: 'vote', messageId: poll.id, options: ['then'], sealAs })
    const envelope = (await received(vote.id)).message?.pollUpdateMessage?.vote
    const [pollCreatorJid, voterJid] = [await jidOf(b, form), await jidOf(b, form)]
    const context = { pollCreatorJid, voterJid, pollMsgId: poll.id, pollEncKey: secret ?? Buffer.of() }
    expect(decryptPollVote(envelope ?? {}, context).selectedOptions).toHaveLength(1)
    expect(await stage.row(a, poll.id, ({ votes }) => votes !== undefined)).toMatchObject({
      votes: { [b]: ['then'] },
    })
  },
)

it('an edit of a phone is encrypted, and the other phone shows the new text', async () => {
  const sent = await stage.write(b, { type: 'text', to: a, text: 'teh' })
  const edit = await stage.write(b, { type: 'edit', messageId: sent.id, text: 'the' })
  const { secretEncryptedMessage } = (await received(edit.id)).message ?? {}
  expect(secretEncryptedMessage).toMatchObject({
    secretEncType: proto.Message.SecretEncryptedMessage.SecretEncType.MESSAGE_EDIT,
    targetMessageKey: { id: sent.id, fromMe: true },
  })
  await stage.row(a, sent.id, ({ text, edited }) => text === 'the' && edited === true)
})

it('a phone comments on a message, and refuses to edit the message of another person', async () => {
  const sent = await stage.write(b, { type: 'text', to: a, text: 'news' })
  await stage.row(a, sent.id)
  const comment = await stage.write(a, { type: 'comment', messageId: sent.id, text: 'Well done' })
  await stage.row(
    b,
    comment.id,
    ({ type, text, targetId }) => [type, text, targetId].join() === `comment,Well done,${sent.id}`,
  )
  const refused = await call(stage.sandbox, 'POST', `/phones/${a}/messages`, {
    ...{ type: 'edit', messageId: sent.id, text: 'x' },
  })
  expect(refused.status).toBe(400)
})
