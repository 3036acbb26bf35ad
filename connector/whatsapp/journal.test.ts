import { setImmediate as turn } from 'node:timers/promises'
import {
  DEFAULT_CONNECTION_CONFIG,
  generateSignalPubKey,
  initAuthCreds,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
} from '@whiskeysockets/baileys'
import pino from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { liveSessions } from './fast/index.ts'
import { journalRepository, StanzaIndex } from './journal.ts'
import { silenceConsole } from './silenceConsole.ts'
import { transactionsOver } from './transactions.ts'

silenceConsole(pino({ level: 'silent' }))

const OURS = '1000@lid'
const LID = '2000@lid'
const NUMBER = '905550000000@s.whatsapp.net'
const hooks = { onJournaled: () => undefined, findJournaled: async () => undefined }

/** Creates a store that is asynchronous like a database. */
function memory(): SignalKeyStore {
  const values = new Map<string, unknown>()
  return {
    get: async (type, ids) => {
      const found: { [id: string]: SignalDataTypeMap[typeof type] } = {}
      for (const id of ids) {
        const value = values.get(`${type}:${id}`)
        if (value) found[id] = value as SignalDataTypeMap[typeof type]
      }
      await turn()
      return found
    },
    set: async (data: SignalDataSet) => {
      // A value is visible from the start of its write, as in the key store.
      for (const [type, entries] of Object.entries(data))
        for (const [id, value] of Object.entries(entries ?? {})) values.set(`${type}:${id}`, value)
      await turn()
    },
  }
}

/** Tells whether the parties of the present test keep their records deserialised. */
let isLive = false

function party() {
  const store = memory()
  const keys = transactionsOver(store)
  const creds = initAuthCreds()
  const inner = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds, keys }, pino({ level: 'silent' }))
  const live = isLive ? liveSessions({ inner, creds, store, keys }) : undefined
  return { creds, repository: journalRepository(inner, keys, new StanzaIndex(), hooks, live) }
}

/** Creates a session and a contact that have written to each other. The session knows the contact's LID and number. */
async function conversation() {
  const us = party()
  const { creds, repository: contact } = party()
  const { signedPreKey, signedIdentityKey, registrationId } = creds
  const keyPair = { keyId: signedPreKey.keyId, signature: signedPreKey.signature }
  const session = {
    registrationId,
    identityKey: generateSignalPubKey(signedIdentityKey.public),
    signedPreKey: { ...keyPair, publicKey: generateSignalPubKey(signedPreKey.keyPair.public) },
  }
  const beginSession = () => us.repository.injectE2ESession({ jid: LID, session: session as never })
  await us.repository.lidMapping.storeLIDPNMappings([{ lid: LID, pn: NUMBER }])
  await beginSession()
  const toContact = (jid: string, text: string) =>
    us.repository.encryptMessage({ jid, data: Buffer.from(text) })
  const toUs = async (text: string) => ({
    jid: LID,
    ...(await contact.encryptMessage({ jid: OURS, data: Buffer.from(text) })),
  })
  const read = async (sent: Awaited<ReturnType<typeof toContact>>) =>
    Buffer.from(await contact.decryptMessage({ jid: OURS, ...sent })).toString()
  await read(await toContact(LID, 'hello'))
  await us.repository.decryptMessage(await toUs('hello'))
  return { us: us.repository, beginSession, toContact, toUs, read }
}

describe.each([
  ['in the repository of Baileys', false],
  ['with live records', true],
])('%s', (_name, live) => {
  beforeEach(() => {
    isLive = live
  })

  describe('a session that encrypts by number', () => {
    it('reuses no message key while messages arrive under the LID', async () => {
      const { us, toContact, toUs, read } = await conversation()
      // Written before the contact saw an answer, so that they create no new keys for outgoing messages.
      const incoming = [await toUs('first'), await toUs('second')]
      for (const message of incoming) {
        const sending = toContact(NUMBER, 'meanwhile')
        // Neither side has written its read state yet.
        await turn()
        const [sent] = await Promise.all([sending, us.decryptMessage(message)])
        const next = await toContact(NUMBER, 'next')
        expect([await read(sent), await read(next)]).toEqual(['meanwhile', 'next'])
      }
    })

    it('reuses no message key when it encrypts by LID at the same time', async () => {
      const { toContact, read } = await conversation()
      const sent = await Promise.all([toContact(NUMBER, 'by number'), toContact(LID, 'by LID')])
      expect([await read(sent[0]), await read(sent[1])]).toEqual(['by number', 'by LID'])
    })
  })

  describe('a new session with a contact that still uses the older session', () => {
    /** Steps of the contact in the older session. libsignal tries the new session first for each message. */
    const older = {
      'under a new key': ['first'],
      'twice under one key': ['first', 'second'],
      'before and after an answer': ['first', 'answer', 'second'],
    }

    it.each(Object.entries(older))(
      'stays readable after messages in the older session %s',
      async (_, steps) => {
        const { us, beginSession, toContact, toUs, read } = await conversation()
        // The contact answers under keys that the session has not received.
        await read(await toContact(LID, 'in the older session'))
        const written = []
        for (const step of steps) {
          if (step === 'answer') await read(await toContact(LID, 'an answer'))
          else written.push(await toUs(step))
        }
        await beginSession()
        for (const message of written) await us.decryptMessage(message)
        expect(await read(await toContact(LID, 'in the new session'))).toBe('in the new session')
      },
    )

    it("stays readable when both sides begin sessions and read each other's messages late", async () => {
      const { us, beginSession, toContact, toUs, read } = await conversation()
      for (const round of ['one', 'two', 'three']) {
        await read(await toContact(LID, `before ${round}`))
        const late = await toUs(`late ${round}`)
        await beginSession()
        await us.decryptMessage(late)
        expect(await read(await toContact(LID, round))).toBe(round)
      }
    })

    it('is unchanged after a message that no session can decrypt', async () => {
      const { us, beginSession, toContact, toUs, read } = await conversation()
      const spoiled = await toUs('spoiled')
      spoiled.ciphertext.fill(0, spoiled.ciphertext.length - 8)
      await beginSession()
      await expect(us.decryptMessage(spoiled)).rejects.toThrow()
      expect(await read(await toContact(LID, 'in the new session'))).toBe('in the new session')
    })
  })
})
