import type { BinaryNode, SignalKeyStore } from '@whiskeysockets/baileys'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import { bareJid, isLid, phoneJid, phoneOf } from '#shared/jid.ts'
import { type NamedJid, namedBeside } from './usernames.ts'

/** Returns the pair of two JIDs of one person, if they are a LID and a number. */
export function toPair(one: string | null | undefined, other: string | null | undefined): LidMapping[] {
  const lid = [one, other].find((jid) => jid && isLid(jid))
  const phone = [one, other].find((jid) => phoneOf(jid) !== null)
  return lid && phone ? [{ lid: bareJid(lid), phoneJid: bareJid(phone) }] : []
}

/** Returns the pair of the participant that a stanza of a group names. */
export function participantPairs({ attrs }: BinaryNode): LidMapping[] {
  return toPair(attrs.participant, attrs.participant_pn ?? attrs.participant_lid)
}

/** Returns the username of the participant that a stanza of a group names. */
export function participantUsername({ attrs }: BinaryNode): NamedJid[] {
  return namedBeside(attrs.participant, attrs.participant_username)
}

/** Suffix of a LID's key in Baileys' store of pairs. The other keys are numbers. */
const REVERSE = '_reverse'

/**
 * Wraps Baileys' store so that the pairs in it are reported. Baileys learns pairs from queries, too, for example when it sends the
 * first message to a number.
 */
export function reportingPairs(
  keys: SignalKeyStore,
  onPairs: (pairs: readonly LidMapping[]) => void,
): SignalKeyStore {
  const report = (values: Readonly<Record<string, unknown>> | undefined) => {
    const pairs = Object.entries(values ?? {}).flatMap(([key, value]) => readStored(key, value))
    if (pairs.length > 0) onPairs(pairs)
  }
  return {
    get: async (type, ids) => {
      const found = await keys.get(type, ids)
      if (type === 'lid-mapping') report(found)
      return found
    },
    set: async (data) => {
      await keys.set(data)
      report(data['lid-mapping'])
    },
  }
}

function readStored(key: string, value: unknown): LidMapping[] {
  if (typeof value !== 'string') return []
  const [phone, lid] = key.endsWith(REVERSE) ? [value, key.slice(0, -REVERSE.length)] : [key, value]
  return [{ lid: `${lid}@lid`, phoneJid: phoneJid(phone) }]
}
