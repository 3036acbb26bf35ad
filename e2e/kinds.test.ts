import { describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { sendText, useSharedGateway, waitForMessage } from './support/gateway.ts'

const gateway = useSharedGateway()

/** Returns the session, its phone, and a customer with a first message. */
async function conversation() {
  const { api, phones } = gateway
  const { id: session, phone: business } = await gateway.paired()
  const customer = await phones.create('Ahmet')
  const first = await sendText(api, session, customer, 'Hello')
  await waitForMessage(api, session, first, ['DELIVERED'])
  return { api, phones, session, business, customer, first }
}

type Conversation = Awaited<ReturnType<typeof conversation>>

async function send({ api, session, customer }: Conversation, kind: string, body: object): Promise<string> {
  const answer = await api('POST', `/messages/send/${kind}`, { session, to: customer, ...body })
  expect([answer.status, answer.body]).toMatchObject([200, { data: { status: 'PENDING' } }])
  return answer.body.data.key.id
}

async function write({ phones, business, customer }: Conversation, body: object): Promise<string> {
  const answer = await phones.call('POST', `/phones/${customer}/messages`, { to: business, ...body })
  expect([answer.status, answer.body]).toMatchObject([201, {}])
  return answer.body.id
}

/** Returns the row of a message that the session received or that its phone sent. */
async function stored({ api, session }: Conversation, id: string) {
  return await waitForMessage(api, session, id, ['DELIVERED', 'SENT'])
}

/** A message of a phone, with the type and the content that the API shows. */
const SENT: [type: string, message: object, content: object][] = [
  [
    'template',
    {
      templateMessage: {
        hydratedTemplate: {
          hydratedTitleText: 'Your order',
          hydratedContentText: 'Order 1042 is on its way',
          hydratedFooterText: 'Shop',
          hydratedButtons: [{ urlButton: { displayText: 'Track', url: 'https://example.com/1042' } }],
        },
      },
    },
    {
      text: 'Order 1042 is on its way',
      header: 'Your order',
      footer: 'Shop',
      buttons: [{ type: 'url', text: 'Track', url: 'https://example.com/1042' }],
    },
  ],
  [
    'template',
    {
      templateMessage: {
        interactiveMessageTemplate: { body: { text: 'Choose a shirt' }, header: { title: 'Shop' } },
      },
    },
    { text: 'Choose a shirt', header: 'Shop' },
  ],
  [
    'interactive',
    {
      viewOnceMessage: {
        message: {
          interactiveMessage: {
            body: { text: 'Pay now' },
            nativeFlowMessage: {
              buttons: [
                { name: 'cta_copy', buttonParamsJson: '{"display_text":"Copy","copy_code":"SUMMER"}' },
                {
                  name: 'single_select',
                  buttonParamsJson:
                    '{"title":"Size","sections":[{"title":"Shirts","rows":[{"id":"m","title":"M"}]}]}',
                },
              ],
            },
          },
        },
      },
    },
    {
      text: 'Pay now',
      buttons: [
        { type: 'copy', text: 'Copy', code: 'SUMMER' },
        { type: 'list', text: 'Size' },
      ],
      list: { button: 'Size', rows: [{ id: 'm', title: 'M', section: 'Shirts' }] },
    },
  ],
  [
    'interactive',
    {
      interactiveMessage: {
        carouselMessage: { cards: [{ body: { text: 'Blue' } }, { body: { text: 'Red' } }] },
      },
    },
    { text: 'Blue\nRed', cards: [{ text: 'Blue' }, { text: 'Red' }] },
  ],
  [
    'text',
    {
      interactiveResponseMessage: {
        body: { text: 'M' },
        nativeFlowResponseMessage: { name: 'menu_options', paramsJson: '{"id":"m"}' },
      },
    },
    { text: 'M', selectedId: 'm', formReply: { name: 'menu_options', json: '{"id":"m"}' } },
  ],
  [
    'buttons',
    {
      buttonsMessage: {
        contentText: 'Today?',
        buttons: [{ buttonId: 'y', buttonText: { displayText: 'Yes' } }],
      },
    },
    { text: 'Today?', buttons: [{ type: 'reply', text: 'Yes', id: 'y' }] },
  ],
  [
    'text',
    { buttonsResponseMessage: { selectedDisplayText: 'Yes', selectedButtonId: 'y' } },
    { text: 'Yes', selectedId: 'y' },
  ],
  [
    'list',
    { listMessage: { title: 'Help', description: 'What can we do?', buttonText: 'Choose' } },
    { text: 'What can we do?', header: 'Help' },
  ],
  [
    'group_invite',
    {
      groupInviteMessage: {
        groupJid: '1203@g.us',
        groupName: 'Neighbours',
        inviteCode: 'abc',
        caption: 'Join us',
      },
    },
    { text: 'Join us', invite: { jid: '1203@g.us', name: 'Neighbours', code: 'abc' } },
  ],
  [
    'channel_invite',
    {
      newsletterAdminInviteMessage: {
        newsletterJid: '1203@newsletter',
        newsletterName: 'News',
        caption: 'Help us',
      },
    },
    { text: 'Help us', invite: { jid: '1203@newsletter', name: 'News', asAdmin: true } },
  ],
  [
    'product',
    {
      productMessage: {
        product: { productId: '65', title: 'Shirt', currencyCode: 'EUR', priceAmount1000: '19900' },
      },
    },
    { text: 'Shirt', product: { id: '65', title: 'Shirt', currency: 'EUR', price: 19.9 } },
  ],
  [
    'catalog',
    { productMessage: { catalog: { title: 'Summer' } } },
    { text: 'Summer', catalog: { title: 'Summer' } },
  ],
  [
    'order',
    {
      orderMessage: {
        orderId: '42',
        itemCount: 2,
        message: 'In blue',
        totalAmount1000: '39800',
        totalCurrencyCode: 'EUR',
      },
    },
    { text: 'In blue', order: { id: '42', itemCount: 2, total: 39.8, currency: 'EUR' } },
  ],
  [
    'event',
    { eventMessage: { name: 'Party', description: 'Bring a friend', startTime: '1750847400' } },
    { text: 'Party\nBring a friend', event: { name: 'Party', startsAt: 1_750_847_400 } },
  ],
  [
    'poll',
    {
      pollCreationMessageV4: {
        message: { pollCreationMessageV5: { name: 'Which?', options: [{ optionName: 'a' }] } },
      },
    },
    { text: 'Which?', poll: { name: 'Which?', options: ['a'] } },
  ],
  [
    'sticker',
    {
      lottieStickerMessage: { message: { stickerMessage: { mimetype: 'application/was', isLottie: true } } },
    },
    { mimetype: 'application/was', lottie: true },
  ],
  [
    'text',
    { questionMessage: { message: { extendedTextMessage: { text: 'Why?' } } } },
    { text: 'Why?', question: true },
  ],
  [
    'text',
    { botInvokeMessage: { message: { extendedTextMessage: { text: 'Hi AI' } } } },
    { text: 'Hi AI', botInvoked: true },
  ],
  [
    'text',
    {
      groupMentionedMessage: {
        message: {
          extendedTextMessage: {
            text: 'See @Neighbours',
            contextInfo: { groupMentions: [{ groupJid: '1203@g.us', groupSubject: 'Neighbours' }] },
          },
        },
      },
    },
    { text: 'See @Neighbours', groupMentions: [{ jid: '1203@g.us', subject: 'Neighbours' }] },
  ],
  ['phone_request', { requestPhoneNumberMessage: {} }, {}],
  [
    'comment',
    { commentMessage: { message: { conversation: 'Thank you' }, targetMessageKey: { id: 'A1' } } },
    { text: 'Thank you', messageId: 'A1' },
  ],
  [
    'payment',
    {
      requestPaymentMessage: {
        noteMessage: { extendedTextMessage: { text: 'Pizza' } },
        amount: { value: '1250', offset: 100, currencyCode: 'EUR' },
      },
    },
    { text: 'Pizza', payment: { status: 'requested', amount: 12.5, currency: 'EUR' } },
  ],
  [
    'call_log',
    { callLogMesssage: { isVideo: true, callOutcome: 'MISSED' } },
    { call: { video: true, outcome: 'missed' } },
  ],
]

describe('a message that is sent', () => {
  it.each([
    ['location', { latitude: 41.0082, longitude: 28.9784, name: 'Istanbul', address: 'Fatih' }],
    ['poll', { name: 'Which day?', options: ['Monday', 'Tuesday'], selectable: 1 }],
    ['contact', { contacts: [{ name: 'Ayşe', phone: '+90 555 765 43 21' }] }],
  ])('as a %s is shown and stored as this kind', async (kind, body) => {
    const talk = await conversation()
    const id = await send(talk, kind, body)
    const shown = await talk.phones.waitFor(talk.customer, id)
    expect(shown.type).toBe(kind)
    const stored = await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])
    expect(stored).toMatchObject({ type: kind, fromMe: true })
  })

  it('as a reply contains the quoted message', async () => {
    const talk = await conversation()
    const question = await write(talk, { type: 'text', text: 'Is it ready?' })
    await waitForMessage(talk.api, talk.session, question, ['DELIVERED'])
    const id = await send(talk, 'text', { text: 'Yes', quoted: question })
    expect(await talk.phones.waitFor(talk.customer, id)).toMatchObject({
      text: 'Yes',
      quoted: { id: question },
    })
    const { content } = await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])
    expect(content.quoted).toMatchObject({ id: question, fromMe: false, text: 'Is it ready?' })
    const unknown = { session: talk.session, to: talk.customer, text: 'x', quoted: 'nothing' }
    expect((await talk.api('POST', '/messages/send/text', unknown)).status).toBe(404)
  })

  it('as a reply in a chat with one person names no author, in either direction', async () => {
    const talk = await conversation()
    const theirs = await write(talk, { type: 'text', text: 'Is it ready?' })
    await waitForMessage(talk.api, talk.session, theirs, ['DELIVERED'])
    const ours = await send(talk, 'text', { text: 'Yes' })
    await talk.phones.waitFor(talk.customer, ours)
    for (const [quoted, text] of [
      [theirs, 'Is it ready?'],
      [ours, 'Yes'],
    ]) {
      const sent = await send(talk, 'text', { text: 'To be clear', quoted })
      const shown = (await talk.phones.waitFor(talk.customer, sent)) as { quoted?: object }
      expect(shown.quoted).toEqual({ id: quoted, text, content: { type: 'text', text } })
      const received = await write(talk, { type: 'text', text: 'I mean this', quoted })
      const { content } = await waitForMessage(talk.api, talk.session, received, ['DELIVERED'])
      expect(content).toEqual({ text: 'I mean this', quoted: { id: quoted, text } })
    }
  })

  it('with a link shows the preview and the mentions of the sender', async () => {
    const talk = await conversation()
    const linkPreview = { url: 'https://example.com', title: 'Example' }
    const text = `Look, @${talk.customer}: https://example.com`
    const id = await send(talk, 'text', { text, linkPreview, mentions: [talk.customer] })
    expect(await talk.phones.waitFor(talk.customer, id)).toMatchObject({
      text,
      linkPreview,
      mentions: [talk.customer],
    })
  })

  it('as a reaction appears on its message', async () => {
    const talk = await conversation()
    const question = await write(talk, { type: 'text', text: 'Is it ready?' })
    await waitForMessage(talk.api, talk.session, question, ['DELIVERED'])
    await send(talk, 'reaction', { messageId: question, emoji: '👍' })
    await eventually(async () =>
      JSON.stringify(await talk.phones.waitFor(talk.customer, question)).includes('👍'),
    )
  })

  it.each([
    ['location', { latitude: 91, longitude: 0 }, 'latitude'],
    ['poll', { name: 'p', options: ['one'] }, 'options'],
    ['poll', { name: 'p', options: ['one', 'one'] }, 'options'],
    ['contact', { contacts: [{ name: 'x' }] }, 'contacts.0.phone'],
    ['reaction', { emoji: '👍' }, 'messageId'],
  ])('as an invalid %s is refused: %j', async (kind, body, path) => {
    const answer = await gateway.api('POST', `/messages/send/${kind}`, {
      session: 's',
      to: '905551234567',
      ...body,
    })
    expect([answer.status, answer.body.error.details[0].path]).toEqual([400, path])
  })
})

describe('a sent message', () => {
  it('can be edited, on the phone and in the history', async () => {
    const talk = await conversation()
    const { api, session, first } = talk
    const edited = await api('POST', `/messages/${session}/${first}/edit`, { text: 'Hello again' })
    expect([edited.status, edited.body.data]).toMatchObject([
      200,
      { id: first, content: { text: 'Hello again' }, edited: true },
    ])
    await eventually(async () => (await talk.phones.waitFor(talk.customer, first)).text === 'Hello again')
  })

  it('can be revoked, which erases its text on the phone and in the history', async () => {
    const { api, session, first, phones, customer } = await conversation()
    const revoked = await api('POST', `/messages/${session}/${first}/revoke`)
    expect(revoked.body.data).toMatchObject({ id: first, content: {}, deleted: true })
    await eventually(
      async () => (await phones.call('GET', `/phones/${customer}/messages`)).body[0].revoked === true,
    )
    expect((await api('POST', `/messages/${session}/${first}/edit`, { text: 'x' })).body.error.code).toBe(
      'CONFLICT',
    )
    expect((await api('POST', `/messages/${session}/${first}/forward`, { to: customer })).status).toBe(409)
  })

  it('can be forwarded with a mark', async () => {
    const { api, session, first, phones } = await conversation()
    const other = await phones.create()
    const { body } = await api('POST', `/messages/${session}/${first}/forward`, { to: other })
    await phones.waitFor(other, body.data.key.id)
    const stored = await waitForMessage(api, session, body.data.key.id, ['DELIVERED'])
    expect(stored.content).toEqual({ text: 'Hello', forwarded: true })
  })

  it('is changed only by its author', async () => {
    const talk = await conversation()
    const theirs = await write(talk, { type: 'text', text: 'theirs' })
    await waitForMessage(talk.api, talk.session, theirs, ['DELIVERED'])
    expect((await talk.api('POST', `/messages/${talk.session}/${theirs}/edit`, { text: 'x' })).status).toBe(
      409,
    )
    expect((await talk.api('POST', `/messages/${talk.session}/${theirs}/revoke`)).status).toBe(409)
  })
})

describe('a message from a contact', () => {
  it.each([
    [
      'location',
      { latitude: 41, longitude: 29, name: 'Here' },
      { latitude: 41, longitude: 29, name: 'Here' },
    ],
    [
      'contact',
      { contacts: [{ name: 'Ayşe', vcard: 'BEGIN:VCARD\nVERSION:3.0\nFN:Ayşe\nEND:VCARD' }] },
      { contacts: [{ name: 'Ayşe' }] },
    ],
    [
      'poll',
      { name: 'Which?', options: ['a', 'b'], selectable: 1 },
      { poll: { name: 'Which?', options: ['a', 'b'] } },
    ],
  ])('is stored with its type %s', async (type, body, content) => {
    const talk = await conversation()
    const id = await write(talk, { type, ...body })
    expect(await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])).toMatchObject({ type, content })
  })

  it('is stored with the facts that it disappears, was forwarded, or quotes', async () => {
    const talk = await conversation()
    const body = { type: 'text', text: 'for a day', ephemeral: 86_400, forwarded: true, quoted: talk.first }
    const id = await write(talk, body)
    const { content } = await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])
    expect(content).toMatchObject({
      text: 'for a day',
      ephemeral: 86_400,
      forwarded: true,
      quoted: { id: talk.first },
    })
  })

  it('has its documented type and its words, for each kind', async () => {
    const talk = await conversation()
    const ids = []
    for (const [, message] of SENT) ids.push(await write(talk, { type: 'raw', message }))
    for (const [index, [type, , content]] of SENT.entries())
      expect(
        await waitForMessage(talk.api, talk.session, ids[index] ?? '', ['DELIVERED']),
        type,
      ).toMatchObject({ type, content })
  })

  it('is refused by the sandbox, if the protobuf does not have its field', async () => {
    const { phones, business, customer } = await conversation()
    const body = { to: business, type: 'raw', message: { eventMessage: { name: 'Party', nmae: 'x' } } }
    const answer = await phones.call('POST', `/phones/${customer}/messages`, body)
    expect([answer.status, answer.body.error.message]).toEqual([
      400,
      'The field message.eventMessage.nmae is no field of proto.Message.',
    ])
  })

  it('is unknown and shows its words, for a kind that is newer than the gateway', async () => {
    const talk = await conversation()
    const party = Buffer.from('Shall we meet on Sunday?')
    const field = (number: number, bytes: Buffer) =>
      Buffer.concat([Buffer.of(((number * 8 + 2) % 0x80) + 0x80, (number * 8 + 2) >> 7, bytes.length), bytes])
    const future = field(131, Buffer.concat([Buffer.of(0x0a, party.length), party]))
    const raw = { type: 'raw', message: {}, future: future.toString('base64') }
    const ids = [
      await write(talk, raw),
      await write({ ...talk, customer: talk.business, business: talk.customer }, raw),
    ]
    for (const id of ids)
      expect(await stored(talk, id)).toMatchObject({
        type: 'unknown',
        content: { kind: 'field 131', text: 'Shall we meet on Sunday?' },
      })
  })

  it('has the facts of the ad that led to it', async () => {
    const talk = await conversation()
    const externalAdReply = {
      ...{
        title: 'Summer sale',
        body: 'Half price',
        mediaType: 'IMAGE',
        originalImageUrl: 'https://example.com/ad.jpg',
      },
      ...{
        sourceType: 'ad',
        sourceId: '1202',
        sourceUrl: 'https://fb.me/x',
        ctwaClid: 'ARAk',
        showAdAttribution: true,
      },
    }
    const contextInfo = { externalAdReply, conversionSource: 'FB_Ads', entryPointConversionApp: 'instagram' }
    const message = { extendedTextMessage: { text: 'Is it still on?', contextInfo } }
    const id = await write(talk, { type: 'raw', message })
    expect((await stored(talk, id)).content).toEqual({
      text: 'Is it still on?',
      referral: {
        ...{ source_url: 'https://fb.me/x', source_type: 'ad', source_id: '1202', headline: 'Summer sale' },
        ...{ body: 'Half price', media_type: 'image', image_url: 'https://example.com/ad.jpg' },
        ...{ ctwa_clid: 'ARAk', source_app: 'instagram' },
      },
    })
  })

  it('carries the id of its album, and the marker of the album is no message', async () => {
    const talk = await conversation()
    const key = { remoteJid: `${talk.business}@s.whatsapp.net`, fromMe: true, id: 'ALBUM1' }
    const messageContextInfo = {
      messageAssociation: { associationType: 'MEDIA_ALBUM', parentMessageKey: key },
    }
    const picture = (caption: string) => ({
      messageContextInfo,
      imageMessage: { caption, mimetype: 'image/jpeg' },
    })
    const marker = { albumMessage: { expectedImageCount: 2 } }
    await write(talk, { type: 'raw', message: marker, id: 'ALBUM1' })
    const first = await write(talk, { type: 'raw', message: picture('one') })
    const own = { ...talk, customer: talk.business, business: talk.customer }
    const second = await write(own, { type: 'raw', message: picture('two') })
    for (const id of [first, second])
      expect(await stored(talk, id)).toMatchObject({ type: 'image', content: { albumId: 'ALBUM1' } })
    expect((await talk.api('GET', `/messages/${talk.session}/ALBUM1`)).status).toBe(404)
  })

  it("is no message, if WhatsApp's clients wrote it by themselves", async () => {
    const talk = await conversation()
    const key = { remoteJid: `${talk.business}@s.whatsapp.net`, fromMe: false, id: talk.first }
    const notices = [
      { pinInChatMessage: { key, type: 'PIN_FOR_ALL', senderTimestampMs: 1 } },
      { keepInChatMessage: { key, keepType: 'KEEP_FOR_ALL', timestampMs: 1 } },
      { protocolMessage: { type: 'EPHEMERAL_SETTING', ephemeralExpiration: 86_400 } },
      { scheduledCallEditMessage: { key, editType: 'CANCEL' } },
    ]
    for (const message of notices) await write(talk, { type: 'raw', message })
    await stored(talk, await write(talk, { type: 'text', text: 'after' }))
    const { data } = (await talk.api('GET', `/messages/${talk.session}?jid=${talk.customer}`)).body
    expect(
      data.map(({ id, content }: { id: string; content: object }) => [id === talk.first, content]),
    ).toEqual([
      [false, { text: 'after', ephemeral: 86_400 }],
      [true, { text: 'Hello' }],
    ])
  })

  it('can be a reaction to a message of ours', async () => {
    const talk = await conversation()
    const id = await write(talk, { type: 'reaction', messageId: talk.first, emoji: '❤️' })
    const stored = await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])
    expect(stored).toMatchObject({ type: 'reaction', content: { emoji: '❤️', messageId: talk.first } })
  })

  it('has its new text after an edit, and no text after it was revoked', async () => {
    const talk = await conversation()
    const { api, session } = talk
    const id = await write(talk, { type: 'text', text: 'frist' })
    await waitForMessage(api, session, id, ['DELIVERED'])
    await write(talk, { type: 'edit', messageId: id, text: 'first' })
    await eventually(async () => (await api('GET', `/messages/${session}/${id}`)).body.data.edited)
    expect((await api('GET', `/messages/${session}/${id}`)).body.data.content).toEqual({ text: 'first' })
    await write(talk, { type: 'revoke', messageId: id })
    const taken = await eventually(async () => {
      const { data } = (await api('GET', `/messages/${session}/${id}`)).body
      return data.deleted && data
    })
    expect(taken.content).toEqual({})
    expect((await api('GET', `/messages/${session}?jid=${talk.customer}`)).body.data).toHaveLength(2)
  })

  it('is marked as read by the API', async () => {
    const talk = await conversation()
    const id = await write(talk, { type: 'text', text: 'read me' })
    await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])
    expect((await talk.api('POST', `/messages/${talk.session}/${id}/read`)).status).toBe(200)
    await eventually(async () => (await talk.phones.waitFor(talk.customer, id)).status === 'READ')
  })
})

describe('contacts', () => {
  it('are checked, each with its own result', async () => {
    const { api, session, customer } = await conversation()
    const { body } = await api('GET', `/contacts/${session}/check?phones=${customer},4915112345678`)
    expect(body.data).toEqual([
      {
        phone: customer,
        exists: true,
        jid: `${customer}@s.whatsapp.net`,
        lid: expect.stringMatching(/^\d+@lid$/),
      },
      { phone: '4915112345678', exists: false, jid: null, lid: null },
    ])
    expect((await api('GET', `/contacts/${session}/check?phones=x`)).status).toBe(400)
    expect((await api('GET', `/contacts/${session}/${customer}/picture`)).body.data).toEqual({ url: null })
  })

  it('see that the session is typing', async () => {
    const { api, session, customer } = await conversation()
    const answer = await api('POST', '/presence', { session, to: customer, state: 'composing' })
    expect([answer.status, answer.body.data]).toEqual([200, { state: 'composing' }])
  })
})
