import type { BinaryNode } from '@whiskeysockets/baileys'
import { answerGroups } from '../groups/query.ts'
import type { Parts, World } from '../world.ts'
import { answerAppState } from './app-state.ts'
import { answerBlocklist } from './blocklist.ts'
import { answerBusiness, answerContactCode } from './business.ts'
import { answerEncrypt } from './encrypt.ts'
import { IqError } from './iq-error.ts'
import { child, errorOf, resultOf } from './nodes.ts'
import { answerPrivacy } from './privacy.ts'
import { answerProfilePicture, answerStatus } from './profile.ts'
import type { Session } from './session.ts'
import * as settings from './settings.ts'
import { answerUsync } from './usync.ts'

/**
 * Returns the content of a result. Undefined is an empty result, which clients accept if they do not read it. A
 * handler changes the state before its first `await`.
 */
export type IqHandler<Needs extends keyof World = never> = (
  world: Parts<Needs>,
  session: Session,
  iq: BinaryNode,
) => BinaryNode[] | undefined | Promise<BinaryNode[] | undefined>

/** All parts that the handlers use. */
export type IqParts = Parts<
  | 'bundles'
  | 'directory'
  | 'faults'
  | 'groups'
  | 'log'
  | 'mailboxes'
  | 'media'
  | 'phones'
  | 'serverKeys'
  | 'restrictions'
  | 'sessions'
  | 'state'
  | 'tokens'
>

/** The handler of each namespace. */
const HANDLERS: Record<string, IqHandler<keyof IqParts>> = {
  encrypt: answerEncrypt,
  usync: answerUsync,
  'w:g2': answerGroups,
  'w:sync:app:state': answerAppState,
  'w:profile:picture': answerProfilePicture,
  'w:mex': settings.mex,
  'w:m': settings.mediaHosts,
  abt: settings.serverProperties,
  blocklist: answerBlocklist,
  privacy: answerPrivacy,
  md: settings.linkedDevices,
  passive: settings.empty,
  'w:p': settings.empty,
  'w:biz': answerBusiness,
  'w:qr': answerContactCode,
  'w:stats': settings.empty,
  status: answerStatus,
  disappearing_mode: settings.disappearingMode,
  'urn:xmpp:whatsapp:dirty': settings.empty,
}

/** The work that follows the reply, by namespace. */
const AFTERWARDS: Record<string, (world: IqParts, session: Session, iq: BinaryNode) => void> = {
  passive: (_world, session, iq) => child(iq, 'active') && session.activate(),
  md: settings.endIfRemoved,
}

/**
 * Returns the reply to an iq, and the work that follows the reply. The client's own results get no reply. An iq of
 * an unknown namespace gets an error.
 */
export async function answerIq(
  world: IqParts,
  session: Session,
  iq: BinaryNode,
): Promise<{ reply?: BinaryNode; after?: () => void }> {
  const { xmlns = '', type } = iq.attrs
  if (type === 'result' || type === 'error') return {}
  const handler = HANDLERS[xmlns]
  try {
    if (!handler) throw new IqError(501, 'feature-not-implemented')
    const reply = resultOf(iq, await handler(world, session, iq))
    return { reply, after: () => AFTERWARDS[xmlns]?.(world, session, iq) }
  } catch (error) {
    if (!(error instanceof IqError)) throw error
    world.log.warn({ xmlns, type, code: error.code }, 'the sandbox refuses an iq')
    return { reply: errorOf(iq, error.code, error.message) }
  }
}
