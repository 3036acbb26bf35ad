import { createHash } from 'node:crypto'
import {
  type BinaryNode,
  encodeBinaryNode,
  type SignalDataSet,
  type SignalKeyStoreWithTransaction,
  type SignalRepositoryWithLIDStore,
} from '@whiskeysockets/baileys'
import { isolateAttempts } from '#shared/signal/isolateAttempts.ts'
import { JOURNAL, type JournalEntry } from './authStore.ts'
import type { LiveSessions } from './fast/index.ts'
import { sessionLock, withSeparateCommits } from './signalLocks.ts'

/** One decrypted part of a stanza: the stanza with only that part, and the plaintext. */
export interface JournalRow {
  hash: string
  /** `length of the stanza (4 bytes, big-endian) ‖ stanza ‖ plaintext`, with the plaintext still padded. */
  bytes: Buffer
}

export interface JournalHooks {
  /** The row is committed together with its ratchet step. WhatsApp has no receipt yet. */
  onJournaled(row: JournalRow): void
  /**
   * Returns the row of a ciphertext that was decrypted before. `erased`: the message is stored, and the journal has deleted the
   * text.
   */
  findJournaled(hash: string): Promise<JournalRow | 'erased' | undefined>
}

/** A padded message without content. Baileys confirms it and emits no event. */
export const EMPTY_PLAINTEXT = Buffer.of(1)

/**
 * Maps each ciphertext to its stanza. Baileys passes the buffer object of the stanza to its Signal repository, so the object is
 * the key. AsyncLocalStorage does not work, because Baileys handles offline stanzas in the context of the first one.
 */
export class StanzaIndex {
  readonly #stanzas = new WeakMap<Uint8Array, { stanza: BinaryNode; part: BinaryNode }>()

  /** Adds a `<message>` stanza. To be called before Baileys handles it. */
  add(stanza: BinaryNode): void {
    if (!Array.isArray(stanza.content)) return
    for (const part of stanza.content) {
      if (part.content instanceof Uint8Array) this.#stanzas.set(part.content, { stanza, part })
    }
  }

  /** Returns the journal row of a decrypted ciphertext, or undefined if it belongs to no stanza. */
  rowOf(ciphertext: Uint8Array, plaintext: Uint8Array): JournalRow | undefined {
    const found = this.#stanzas.get(ciphertext)
    if (!found || !Array.isArray(found.stanza.content)) return undefined
    // A row holds one part without its ciphertext. An empty ciphertext keeps the position.
    const content = found.stanza.content
      .filter((child) => child === found.part || child.tag !== 'enc')
      .map((child) => (child === found.part ? { ...child, content: Buffer.of(0) } : child))
    return { hash: hashOf(ciphertext), bytes: packRow({ ...found.stanza, content }, plaintext) }
  }
}

/** Packs a stanza and its plaintext into the bytes of a journal row. */
export function packRow(node: BinaryNode, plaintext: Uint8Array): Buffer {
  const stanza = encodeBinaryNode(node)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(stanza.byteLength)
  return Buffer.concat([length, stanza, plaintext])
}

/** Splits a journal row into stanza and plaintext. */
export function openRow(bytes: Buffer): { stanza: Buffer; plaintext: Buffer } {
  const end = 4 + bytes.readUInt32BE(0)
  return { stanza: bytes.subarray(4, end), plaintext: bytes.subarray(end) }
}

/**
 * Stores each plaintext durably before WhatsApp's receipt is sent. Baileys awaits the decryption, sends the receipt, and then
 * emits the message. The plaintext commits in one transaction with the ratchet. The server redelivers a stanza without a receipt.
 * The ratchet cannot decrypt it again, so the journal returns the plaintext.
 * @param live replaces the methods that encrypt and decrypt for one contact
 */
export function journalRepository(
  inner: SignalRepositoryWithLIDStore,
  keys: SignalKeyStoreWithTransaction,
  index: StanzaIndex,
  hooks: JournalHooks,
  live?: LiveSessions,
): SignalRepositoryWithLIDStore {
  isolateAttempts()
  const journaled = async (
    ciphertext: Uint8Array,
    lock: string | Promise<string>,
    decrypt: () => Promise<Uint8Array>,
  ) => {
    let row: JournalRow | undefined
    try {
      const plaintext = await keys.transaction(
        async () => {
          const plain = await decrypt()
          row = index.rowOf(ciphertext, plain)
          if (row) await keys.set(journalSet(row))
          return plain
        },
        await lock,
      )
      if (row) hooks.onJournaled(row)
      return plaintext
    } catch (error) {
      const known = await hooks.findJournaled(hashOf(ciphertext))
      if (!known) throw error
      if (known === 'erased') return EMPTY_PLAINTEXT
      // The message may not be stored yet. Storing it twice changes nothing.
      hooks.onJournaled(known)
      return openRow(known.bytes).plaintext
    }
  }

  const { lockOf, ...ofSessions } = live ?? { lockOf: (jid: string) => sessionLock(inner, jid) }
  const decrypt = live?.decryptMessage ?? inner.decryptMessage
  return {
    ...withSeparateCommits(inner, keys),
    ...ofSessions,
    decryptMessage: (options) => journaled(options.ciphertext, lockOf(options.jid), () => decrypt(options)),
    decryptGroupMessage: (options) =>
      journaled(options.msg, options.group, () => inner.decryptGroupMessage(options)),
  }
}

/** Returns the entry of a journal row in the key store. */
export function journalSet({ hash, bytes }: JournalRow): SignalDataSet {
  const entry: JournalEntry = { value: bytes, receivedAt: new Date() }
  // Baileys passes unknown key types to the store.
  return { [JOURNAL]: { [hash]: entry } } as unknown as SignalDataSet
}

function hashOf(ciphertext: Uint8Array): string {
  return createHash('sha256').update(ciphertext).digest('hex')
}
