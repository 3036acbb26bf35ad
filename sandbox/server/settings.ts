import { QueryIds } from '@whiskeysockets/baileys'
import type { Parts } from '../world.ts'
import { deviceRemoved, removeDevice, unlinkDevice } from './devices.ts'
import type { IqHandler } from './iq.ts'
import { child, children, node } from './nodes.ts'
import { activeTimelock } from './restrictions.ts'
import type { Session } from './session.ts'

const MEDIA_TTL_SECONDS = 3600
const MEDIA_AUTH_TTL_SECONDS = 21_600
const MEDIA_MAX_BUCKETS = 12
const PRIVACY_CATEGORIES = ['last', 'online', 'profile', 'status', 'readreceipts', 'groupadd', 'calladd']

/** Accepts a request with an empty result. */
export const empty: IqHandler = () => undefined

/** Returns no server properties, so that clients keep their defaults. */
export const serverProperties: IqHandler = () => [node('props', { hash: 'sandbox' })]

export const blocklist: IqHandler = (_world, _session, iq) =>
  iq.attrs.type === 'get' ? [node('list')] : undefined

/**
 * Handles privacy settings (all is visible to all, read receipts are on) and privacy tokens. The sandbox only
 * counts the tokens.
 */
export const privacy: IqHandler<'directory' | 'tokens'> = (world, _session, iq) => {
  const tokens = child(iq, 'tokens')
  if (tokens) {
    for (const { attrs } of children(tokens, 'token')) {
      const phone = world.directory.resolve(attrs.jid)?.phone
      if (phone) world.tokens.set(phone, (world.tokens.get(phone) ?? 0) + 1)
    }
    return [node('tokens')]
  }
  const categories = PRIVACY_CATEGORIES.map((name) => node('category', { name, value: 'all' }))
  return [node('privacy', {}, categories)]
}

/** Returns the host of the media server, and the token for uploads. */
export const mediaHosts: IqHandler<'media'> = (world, _session, iq) => {
  if (!child(iq, 'media_conn')) return undefined
  const host = node('host', { hostname: world.media.host, maxContentLengthBytes: '2147483648' })
  const attrs = {
    auth: world.media.auth,
    ttl: String(MEDIA_TTL_SECONDS),
    auth_ttl: String(MEDIA_AUTH_TTL_SECONDS),
    max_buckets: String(MEDIA_MAX_BUCKETS),
  }
  return [node('media_conn', attrs, [host])]
}

/** Answers both GraphQL queries on restrictions: the reach-out timelock and the message cap. */
export const mex: IqHandler<'faults' | 'restrictions'> = (world, session, iq) => {
  const { phone } = session.address
  const isTimelock = child(iq, 'query')?.attrs.query_id === QueryIds.REACHOUT_TIMELOCK
  const seconds = isTimelock ? world.faults.take('restrictedSeconds', phone) : undefined
  const timelock = seconds === undefined ? world.restrictions.timelock(phone) : activeTimelock(seconds)
  const data = {
    xwa2_fetch_account_reachout_timelock: timelock,
    xwa2_message_capping_info: world.restrictions.cap(phone),
  }
  return [node('result', {}, Buffer.from(JSON.stringify({ data })))]
}

/**
 * Removes the requesting companion, or another companion of its account. {@link endIfRemoved} ends the socket
 * of the requesting companion after the result.
 */
export const linkedDevices: IqHandler<
  'bundles' | 'directory' | 'groups' | 'mailboxes' | 'phones' | 'sessions'
> = (world, session, iq) => {
  for (const removal of children(iq, 'remove-companion-device')) {
    const target = world.directory.resolve(removal.attrs.jid)
    if (target?.phone !== session.address.phone || target.device === 0) continue
    if (target.device === session.address.device) removeDevice(world, target)
    else unlinkDevice(world, target)
  }
  return undefined
}

/** Ends the socket of a companion that has removed itself. The client normally closes first. */
export function endIfRemoved(world: Parts<'directory'>, session: Session): void {
  if (!world.directory.companion(session.address)) session.endLater(deviceRemoved())
}
