import type { SignalDataSet, SignalKeyStore } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import { participantPairs, reportingPairs, toPair } from './pairs.ts'

const PAIR = { lid: '1@lid', phoneJid: '905551234567@s.whatsapp.net' }

it.each([
  ['1:2@lid', '905551234567:2@s.whatsapp.net', [PAIR]],
  ['905551234567@s.whatsapp.net', '1@lid', [PAIR]],
  ['1@lid', undefined, []],
  ['1@lid', '2@lid', []],
  ['905551234567@s.whatsapp.net', null, []],
  ['120363041234567890@g.us', '1@lid', []],
])('reads the pair of %s and %s', (one, other, pairs) => {
  expect(toPair(one, other)).toEqual(pairs)
})

it.each([{ participant_pn: PAIR.phoneJid }, { participant_lid: PAIR.lid }])(
  'reads the pair of the participant of a stanza with %j',
  (attrs) => {
    const participant = 'participant_pn' in attrs ? PAIR.lid : PAIR.phoneJid
    expect(participantPairs({ tag: 'receipt', attrs: { participant, ...attrs } as never })).toEqual([PAIR])
  },
)

it('reports the pairs that Baileys saves and reads, in both directions, and no other keys', async () => {
  const stored = { '905551234567': '1', '1_reverse': '905551234567' }
  const keys = {
    get: async () => stored,
    set: async () => undefined,
  } as unknown as SignalKeyStore
  const told: (readonly LidMapping[])[] = []
  const reporting = reportingPairs(keys, (pairs) => told.push(pairs))
  await reporting.get('lid-mapping', ['905551234567'])
  await reporting.get('session', ['905551234567'])
  await reporting.set({
    'lid-mapping': { '905551234567': '1', '2_reverse': null },
  } as unknown as SignalDataSet)
  await reporting.set({ session: {} })
  expect(told).toEqual([[PAIR, PAIR], [PAIR]])
})
