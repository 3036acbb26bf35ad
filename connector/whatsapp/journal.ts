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
import { sessionLock, withSeparateCommits } from './signalLocks.ts'

/** One decrypted part of a stanza: the stanza with that part alone, and what it says. */
export interface JournalRow {
  hash: string
  /** `length of the stanza (4 bytes, big-endian) ‖ stanza ‖ plaintext`, the plaintext still padded. */
  bytes: Buffer
}

export interface JournalHooks {
  /** The row is committed, with the step of the ratchet that it cost. WhatsApp has no receipt yet. */
  onJournaled(row: JournalRow): void
  /** Finds the row of a ciphertext that was decrypted before. `erased`: its message is stored, and the journal has forgotten the text. */
  findJournaled(hash: string): Promise<JournalRow | 'erased' | undefined>
}

/** A message without content, padded as WhatsApp pads: Baileys confirms it, and nobody is told of it. */
const EMPTY_PLAINTEXT = Buffer.of(1)

/**
 * Remembers which stanza a ciphertext came in. The buffer that Baileys hands to its Signal repository is the very object
 * that hangs in the stanza; AsyncLocalStorage can't tell, because offline stanzas are handled in the context of the first.
 */
export class StanzaIndex {
  readonly #stanzas = new WeakMap<Uint8Array, { stanza: BinaryNode; part: BinaryNode }>()

  /** To be called with each `<message>` before Baileys handles it. */
  add(stanza: BinaryNode): void {
    if (!Array.isArray(stanza.content)) return
    for (const part of stanza.content) {
      if (part.content instanceof Uint8Array) this.#stanzas.set(part.content, { stanza, part })
    }
  }

  /** The journal row of a decrypted ciphertext, or undefined if it came in no stanza. */
  rowOf(ciphertext: Uint8Array, plaintext: Uint8Array): JournalRow | undefined {
    const found = this.#stanzas.get(ciphertext)
    if (!found || !Array.isArray(found.stanza.content)) return undefined
    // The ciphertext is of no more use, and each row holds one part: an empty one keeps its place.
    const content = found.stanza.content
      .filter((child) => child === found.part || child.tag !== 'enc')
      .map((child) => (child === found.part ? { ...child, content: Buffer.of(0) } : child))
    const stanza = encodeBinaryNode({ ...found.stanza, content })
    const length = Buffer.alloc(4)
    length.writeUInt32BE(stanza.byteLength)
    return { hash: hashOf(ciphertext), bytes: Buffer.concat([length, stanza, plaintext]) }
  }
}

/** Takes a journal row apart again. */
export function openRow(bytes: Buffer): { stanza: Buffer; plaintext: Buffer } {
  const end = 4 + bytes.readUInt32BE(0)
  return { stanza: bytes.subarray(4, end), plaintext: bytes.subarray(end) }
}

/**
 * Makes decryption durable before WhatsApp's receipt goes out: Baileys awaits it, then sends the receipt, then tells
 * us. The plaintext commits in one transaction with the ratchet. When the server sends a stanza again that no receipt
 * confirmed, the ratchet can't open it a second time, and the journal answers.
 */
export function journalRepository(
  inner: SignalRepositoryWithLIDStore,
  keys: SignalKeyStoreWithTransaction,
  index: StanzaIndex,
  hooks: JournalHooks,
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
      // It may not have become a message yet; if it has, a second time changes nothing.
      hooks.onJournaled(known)
      return openRow(known.bytes).plaintext
    }
  }

  return {
    ...withSeparateCommits(inner, keys),
    decryptMessage: (options) =>
      journaled(options.ciphertext, sessionLock(inner, options.jid), () => inner.decryptMessage(options)),
    decryptGroupMessage: (options) =>
      journaled(options.msg, options.group, () => inner.decryptGroupMessage(options)),
  }
}

function journalSet({ hash, bytes }: JournalRow): SignalDataSet {
  const entry: JournalEntry = { value: bytes, receivedAt: new Date() }
  // Baileys passes key types that it does not know through to the store.
  return { [JOURNAL]: { [hash]: entry } } as unknown as SignalDataSet
}

function hashOf(ciphertext: Uint8Array): string {
  return createHash('sha256').update(ciphertext).digest('hex')
}
