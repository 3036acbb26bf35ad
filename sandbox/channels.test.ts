import { proto, type WAMessage } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, call, until } from './client.fixture.ts'
import { Stage } from './stage.fixture.ts'

let stage: Stage
beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage.close())

const STATUS = 'status@broadcast'

async function follow(owner: string, follower: string): Promise<string> {
  const { body } = await call(stage.sandbox, 'POST', `/phones/${owner}/channels`, { name: 'News' })
  const answer = await call(stage.sandbox, 'POST', `/phones/${follower}/channels/${body.id}/follow`)
  expect(answer.status).toBe(200)
  return body.id
}

function received(client: Client, id: string, isWanted: (message: WAMessage) => boolean = () => true) {
  return until(`message ${id}`, () => client.messages.find((each) => each.key.id === id && isWanted(each)))
}

const queued = (client: Client, id: string) => client.stanzas.filter(({ attrs }) => attrs.id === id)

describe('a channel', () => {
  it('gives followers its posts unencrypted, with their numbers', async () => {
    const [owner, follower] = [await stage.phone(), await stage.phone()]
    const channel = await follow(owner, follower)
    const client = await stage.paired(follower)
    const first = await stage.write(owner, { to: channel, type: 'text', text: 'Hello, followers' })
    const second = await stage.write(owner, { to: channel, type: 'text', text: 'And again' })
    expect(await received(client, first.id)).toMatchObject({
      key: { remoteJid: channel, server_id: '1', fromMe: false },
      message: { conversation: 'Hello, followers' },
    })
    expect(await received(client, second.id)).toMatchObject({ key: { server_id: '2' } })
    expect(await stage.row(follower, second.id)).toMatchObject({ chat: channel, text: 'And again' })
    // Baileys confirmed the posts by acks, so that a new login gets none of them.
    await client.disconnect()
    await client.reconnect(stage.sandbox)
    const third = await stage.write(owner, { to: channel, type: 'text', text: 'Third' })
    await received(client, third.id)
    expect(queued(client, first.id)).toHaveLength(1)
  })

  it('repeats the id of a post for its edit and its deletion', async () => {
    const [owner, follower] = [await stage.phone(), await stage.phone()]
    const channel = await follow(owner, follower)
    const client = await stage.paired(follower)
    const { id } = await stage.write(owner, { to: channel, type: 'text', text: 'teh' })
    await stage.write(owner, { type: 'edit', messageId: id, text: 'the' })
    await stage.row(follower, id, (row) => row.text === 'the')
    await stage.write(owner, { type: 'revoke', messageId: id })
    await stage.row(follower, id, (row) => row.revoked === true)
    const stanzas = await until('three stanzas', () => {
      const found = queued(client, id)
      return found.length === 3 ? found : undefined
    })
    expect(stanzas.map(({ attrs: { edit, server_id } }) => [edit, server_id])).toEqual([
      [undefined, '1'],
      ['3', '1'],
      ['8', '1'],
    ])
  })

  it('keeps a post in the queue although a receipt came', async () => {
    const [owner, follower] = [await stage.phone(), await stage.phone()]
    const channel = await follow(owner, follower)
    const client = await stage.paired(follower)
    await client.disconnect()
    const { id } = await stage.write(owner, { to: channel, type: 'text', text: 'Hello' })
    const sock = await client.connect(stage.sandbox)
    sock.ws.removeAllListeners('CB:message')
    await until('the login', () => client.isOpen)
    await sock.sendReceipt(channel, undefined, [id], undefined)
    await client.disconnect()
    await client.reconnect(stage.sandbox)
    await received(client, id)
  })

  it('takes posts from a companion of its owner only', async () => {
    const [owner, follower] = [await stage.phone(), await stage.phone()]
    const channel = await follow(owner, follower)
    const mine = await stage.paired(owner)
    const theirs = await stage.paired(follower)
    const id = await mine.send(channel, 'From my computer')
    expect(await stage.row(follower, id)).toMatchObject({ text: 'From my computer' })
    const refused = await theirs.send(channel, 'Not mine')
    await until('the refusal', () => theirs.refusal(refused))
    expect((await stage.rows(owner)).some((row) => row.id === refused)).toBe(false)
  })
})

describe('a status post', () => {
  it('reaches all people in the chats of the author', async () => {
    const [author, friend, stranger] = [await stage.phone(), await stage.phone(), await stage.phone()]
    await stage.row(friend, (await stage.write(author, { to: friend, type: 'text', text: 'hi' })).id)
    const client = await stage.paired(friend)
    const first = await stage.write(author, { to: STATUS, type: 'text', text: 'At the beach' })
    expect(await received(client, first.id)).toMatchObject({
      key: {
        remoteJid: STATUS,
        remoteJidAlt: `${author}@s.whatsapp.net`,
        participant: expect.stringMatching(/@lid$/),
      },
    })
    const second = await stage.write(author, { to: STATUS, type: 'text', text: 'Still there' })
    const { message } = await received(client, second.id)
    expect(message?.conversation).toBe('Still there')
    expect(await stage.row(friend, second.id)).toMatchObject({ chat: STATUS, from: author })
    await stage.row(author, second.id, (row) => row.status === 'DELIVERED')
    expect((await stage.rows(stranger)).some((row) => row.id === second.id)).toBe(false)
  })

  it('is sent again to a companion that could not decrypt it', async () => {
    const [author, friend] = [await stage.phone(), await stage.phone()]
    await stage.row(friend, (await stage.write(author, { to: friend, type: 'text', text: 'hi' })).id)
    const client = await stage.paired(friend)
    await stage.fault({ corrupt: true, phone: author, count: 1 })
    const { id } = await stage.write(author, { to: STATUS, type: 'text', text: 'At the beach' })
    const isText = ({ message }: WAMessage) => message?.conversation === 'At the beach'
    expect(await received(client, id, isText)).toMatchObject({ key: { remoteJid: STATUS } })
  })

  it('is in the history of a day', async () => {
    const [author, friend] = [await stage.phone(), await stage.phone()]
    await stage.row(friend, (await stage.write(author, { to: friend, type: 'text', text: 'hi' })).id)
    const { id } = await stage.write(author, { to: STATUS, type: 'text', text: 'At the beach' })
    await stage.row(friend, id)
    const client = await stage.paired(friend)
    const type = proto.HistorySync.HistorySyncType.INITIAL_STATUS_V3
    await until('the status posts', () =>
      client.messages.some(
        ({ message }) => message?.protocolMessage?.historySyncNotification?.syncType === type,
      ),
    )
  })
})
