import { AsyncResource } from 'node:async_hooks'
import type { SignalKeyStoreWithTransaction, SignalRepositoryWithLIDStore } from '@whiskeysockets/baileys'
import { bareJid } from '#shared/jid.ts'

/** Created outside all transactions of Baileys, so that its calls commit separately. */
const ownTransaction = new AsyncResource('vesper.signal')

/**
 * Returns the lock key of the Signal sessions with an account. Baileys locks by the JID of the call, but stores the session of a
 * number under its LID. An encryption for the number and a decryption from the LID would thus overwrite each other's step. The
 * next message would reuse a message key.
 */
export async function sessionLock(
  { lidMapping }: Pick<SignalRepositoryWithLIDStore, 'lidMapping'>,
  jid: string,
): Promise<string> {
  return lockOn((await lidMapping.getLIDForPN(jid)) ?? jid)
}

/**
 * Makes each Signal operation commit separately, before the stanza is sent. Operations on the same session run one after the
 * other. Baileys runs a whole send in one transaction, which commits after the stanza was sent. That commit would overwrite newer inbound
 * commits with sessions that it read early.
 */
export function withSeparateCommits(
  inner: SignalRepositoryWithLIDStore,
  keys: SignalKeyStoreWithTransaction,
): SignalRepositoryWithLIDStore {
  const ofSession = <Options extends { jid: string }, Result>(
    operation: (options: Options) => Promise<Result>,
  ) =>
    separately(async (options: Options) =>
      keys.transaction(() => operation(options), await sessionLock(inner, options.jid)),
    )
  return {
    ...inner,
    encryptMessage: ofSession(inner.encryptMessage),
    injectE2ESession: ofSession(inner.injectE2ESession),
    migrateSession: separately((from, to) =>
      keys.transaction(() => inner.migrateSession(from, to), lockOn(to)),
    ),
    encryptGroupMessage: separately(inner.encryptGroupMessage),
    validateSession: separately(inner.validateSession),
    getSessionInfo: separately(inner.getSessionInfo),
    hasSenderKey: separately(inner.hasSenderKey),
    getSenderKeyDistributionMessage: separately(inner.getSenderKeyDistributionMessage),
    deleteSession: separately(inner.deleteSession),
  }
}

/** Makes an operation run outside the transaction of its caller. */
export function separately<Arguments extends unknown[], Result>(
  operation: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  return (...args) => ownTransaction.runInAsyncScope(() => operation(...args))
}

/** The prefix separates these keys from Baileys' own keys, which are JIDs: a whole send holds its sender's JID. */
export function lockOn(jid: string): string {
  return `session:${bareJid(jid)}`
}
