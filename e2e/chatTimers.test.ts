import { expect, it } from 'vitest'
import type { Database } from '#shared/database/index.ts'
import { findTimer, recordTimers, type TimerSetting } from '#shared/domain/chats/index.ts'
import { LeaseLost } from '#shared/domain/fleet/index.ts'
import { recordGroup } from '#shared/domain/groups/index.ts'
import { storeCanonicalJid, storeLidMappings } from '#shared/domain/lidMappings/index.ts'
import { useFleet } from './support/fleet.ts'

let db: Database
const { join, endLeases, makeSession } = useFleet((fresh) => {
  db = fresh
})

const DAY = 86_400
const WEEK = 604_800
const LID = '630846724446591@lid'
const PHONE = '905551234567@s.whatsapp.net'
const GROUP = '120363041234567890@g.us'

async function session() {
  const sessionId = await makeSession(0)
  const lease = (await join('con_1')).find(({ partition }) => partition === 0)
  if (!lease) throw new Error('no lease')
  const ctx = { db, now: () => new Date(), outbox: { wake: async () => undefined } }
  const record = (...settings: TimerSetting[]) => recordTimers({ ctx, input: { lease, sessionId, settings } })
  const find = (jid: string) => findTimer({ ctx, input: { sessionId, jid } })
  return { ctx, lease, sessionId, record, find }
}

it('keeps the newest setting of a chat, in any order of arrival', async () => {
  const { record, find } = await session()
  expect(await find(PHONE)).toBeNull()
  await record({ jid: PHONE, seconds: DAY, at: 20 }, { jid: PHONE, seconds: WEEK, at: 10 })
  expect(await find(PHONE)).toEqual({ seconds: DAY, at: 20 })
  await record({ jid: PHONE, seconds: WEEK, at: 10 })
  expect(await find(PHONE)).toEqual({ seconds: DAY, at: 20 })
  await record({ jid: PHONE, seconds: 0, at: 30 })
  expect(await find(PHONE)).toBeNull()
  await record({ jid: PHONE, seconds: DAY, at: 20 })
  expect(await find(PHONE)).toBeNull()
})

it('moves the timer of a LID to the number, unless the number has a newer one', async () => {
  const { ctx, lease, sessionId, record, find } = await session()
  const other = { lid: '2@lid', phoneJid: '902@s.whatsapp.net' }
  await record({ jid: LID, seconds: WEEK, at: 20 }, { jid: PHONE, seconds: DAY, at: 10 })
  await record({ jid: other.lid, seconds: WEEK, at: 10 }, { jid: other.phoneJid, seconds: DAY, at: 20 })
  const mappings = [{ lid: LID, phoneJid: PHONE }, other]
  await storeLidMappings({ ctx, input: { lease, sessionId, mappings } })
  expect(await find(PHONE)).toEqual({ seconds: WEEK, at: 20 })
  expect(await find(other.phoneJid)).toEqual({ seconds: DAY, at: 20 })
  expect([await find(LID), await find(other.lid)]).toEqual([null, null])
})

it('moves the timer of a chat to the spelling that WhatsApp knows', async () => {
  const { ctx, lease, sessionId, record, find } = await session()
  const [given, jid] = ['551161234567@s.whatsapp.net', '5511961234567@s.whatsapp.net']
  await record({ jid: given, seconds: WEEK, at: 20 }, { jid, seconds: DAY, at: 10 })
  await storeCanonicalJid({ ctx, input: { lease, sessionId, given, jid } })
  expect([await find(given), await find(jid)]).toEqual([null, { seconds: WEEK, at: 20 }])
})

it('takes the seconds of a group from its metadata, and the time from a notice of the same seconds', async () => {
  const { ctx, lease, sessionId, record, find } = await session()
  const snapshot = {
    ...{ id: GROUP, subject: 'Team', description: null, owner: null, createdAt: null, members: [] },
    ...{ announce: false, locked: false, joinApproval: false, addressingMode: 'lid' as const },
  }
  const setGroup = (ephemeralSeconds: number) =>
    recordGroup({ ctx, input: { lease, sessionId, snapshot: { ...snapshot, ephemeralSeconds } } })
  await record({ jid: GROUP, seconds: DAY, at: 10 })
  await setGroup(DAY)
  expect(await find(GROUP)).toEqual({ seconds: DAY, at: 10 })
  await setGroup(WEEK)
  expect(await find(GROUP)).toEqual({ seconds: WEEK, at: null })
  await setGroup(0)
  expect(await find(GROUP)).toBeNull()
})

it('stores nothing without the lease', async () => {
  const { record, find } = await session()
  await endLeases()
  await join('con_2')
  await expect(record({ jid: PHONE, seconds: DAY, at: 20 })).rejects.toThrow(LeaseLost)
  expect(await find(PHONE)).toBeNull()
})
