import { AsyncResource } from 'node:async_hooks'
import type { SignalKeyStoreWithTransaction, SignalRepositoryWithLIDStore } from '@whiskeysockets/baileys'
import { bareJid } from '#shared/jid.ts'

/** Created outside any transaction of Baileys': what runs in it commits by itself. */
const ownTransaction = new AsyncResource('vesper.signal')

/**
 * Under which key the sessions with an account change. Baileys locks by the JID that it is called with, and keeps the session of a
 * number under its LID: who encrypts for the number and who decrypts from the LID read the same session, and the later of the two
 * writes undoes the step of the other. The next message would go out under a message key that is used.
 */
export async function sessionLock(
  { lidMapping }: Pick<SignalRepositoryWithLIDStore, 'lidMapping'>,
  jid: string,
): Promise<string> {
  return lockOn((await lidMapping.getLIDForPN(jid)) ?? jid)
}

/**
 * Baileys runs a whole send in one transaction, which commits after the stanza has left, and writes back sessions that it
 * read early, over what an inbound message has committed meanwhile. Outside that transaction each operation commits by
 * itself, before the stanza leaves; those that change the same session go one after the other.
 */
export function withSeparateCommits(
  inner: SignalRepositoryWithLIDStore,
  keys: SignalKeyStoreWithTransaction,
): SignalRepositoryWithLIDStore {
  const alone =
    <Arguments extends unknown[], Result>(operation: (...args: Arguments) => Result) =>
    (...args: Arguments): Result =>
      ownTransaction.runInAsyncScope(() => operation(...args))
  const ofSession = <Options extends { jid: string }, Result>(
    operation: (options: Options) => Promise<Result>,
  ) =>
    alone(async (options: Options) =>
      keys.transaction(() => operation(options), await sessionLock(inner, options.jid)),
    )
  return {
    ...inner,
    encryptMessage: ofSession(inner.encryptMessage),
    injectE2ESession: ofSession(inner.injectE2ESession),
    migrateSession: alone((from, to) => keys.transaction(() => inner.migrateSession(from, to), lockOn(to))),
    encryptGroupMessage: alone(inner.encryptGroupMessage),
    validateSession: alone(inner.validateSession),
    getSessionInfo: alone(inner.getSessionInfo),
    hasSenderKey: alone(inner.hasSenderKey),
    getSenderKeyDistributionMessage: alone(inner.getSenderKeyDistributionMessage),
    deleteSession: alone(inner.deleteSession),
  }
}

/** Baileys' own keys are JIDs too: a whole send holds that of its sender. */
function lockOn(jid: string): string {
  return `session:${bareJid(jid)}`
}
