import { QueryIds } from '@whiskeysockets/baileys'
import type { Parts } from '../world.ts'
import { syncOthers } from './account-sync.ts'
import { deviceRemoved, removeDevice, unlinkDevice } from './devices.ts'
import type { IqHandler } from './iq.ts'
import { child, children, node, nowSeconds } from './nodes.ts'
import { activeTimelock } from './restrictions.ts'
import type { Session } from './session.ts'

const MEDIA_TTL_SECONDS = 3600
const MEDIA_AUTH_TTL_SECONDS = 21_600
const MEDIA_MAX_BUCKETS = 12

/** whatsmeow's query for the channels of the account. */
const SUBSCRIBED_NEWSLETTERS = '6388546374527196'

/** Accepts a request with an empty result. */
export const empty: IqHandler = () => undefined

/** Returns no server properties, so that clients keep their defaults. */
export const serverProperties: IqHandler = () => [node('props', { hash: 'sandbox' })]

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

/** Handles namespace `disappearing_mode`: the timer of new chats. */
export const disappearingMode: IqHandler<'directory' | 'mailboxes'> = (world, { address }, iq) => {
  const duration = Number(child(iq, 'disappearing_mode')?.attrs.duration ?? 0)
  const time = nowSeconds()
  world.directory.save({ ...world.directory.get(address.phone), disappearing: { duration, time } })
  const attrs = { duration: String(duration), t: String(time) }
  syncOthers(world, address, node('disappearing_mode', attrs))
  return undefined
}

/** The GraphQL queries of the sandbox: their ids, and the data of their answers. */
const GRAPHQL: Record<string, (world: Parts<'faults' | 'restrictions'>, session: Session) => object> = {
  [QueryIds.REACHOUT_TIMELOCK]: (world, { address: { phone } }) => {
    const seconds = world.faults.take('restrictedSeconds', phone)
    const timelock = seconds === undefined ? world.restrictions.timelock(phone) : activeTimelock(seconds)
    return { xwa2_fetch_account_reachout_timelock: timelock }
  },
  [QueryIds.MESSAGE_CAPPING_INFO]: (world, { address: { phone } }) => ({
    xwa2_message_capping_info: world.restrictions.cap(phone),
  }),
  [SUBSCRIBED_NEWSLETTERS]: () => ({ xwa2_newsletter_subscribed: [] }),
}

/** Handles namespace `w:mex`: GraphQL queries by id. An unknown query gets an error of GraphQL in a result. */
export const mex: IqHandler<'faults' | 'restrictions'> = (world, session, iq) => {
  const id = child(iq, 'query')?.attrs.query_id ?? ''
  const data = GRAPHQL[id]?.(world, session) ?? null
  const errors = [{ message: `Unknown query ${id}`, extensions: { error_code: 404 } }]
  const answer = data ? { data } : { data, errors }
  return [node('result', {}, Buffer.from(JSON.stringify(answer)))]
}

/**
 * Removes the requesting companion, or another companion of its account. {@link endIfRemoved} ends the socket
 * of the requesting companion after the result.
 */
export const linkedDevices: IqHandler<
  'bundles' | 'directory' | 'faults' | 'groups' | 'mailboxes' | 'phones' | 'sessions'
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
