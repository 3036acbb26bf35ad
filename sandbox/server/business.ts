import { randomBytes } from 'node:crypto'
import { type BinaryNode, Curve, proto } from '@whiskeysockets/baileys'
import { jidOf } from '../accounts/address.ts'
import type { Account, Business } from '../accounts/directory.ts'
import type { Parts } from '../world.ts'
import type { IqHandler } from './iq.ts'
import { IqError } from './iq-error.ts'
import { child, children, node } from './nodes.ts'

const ISSUER = 'smb:wa'
const TEXTS = ['address', 'description', 'email', 'website'] as const

/** Handles namespace `w:biz`: the profiles of business accounts. A personal account has no profile. */
export const answerBusiness: IqHandler<'directory'> = (world, _session, iq) => {
  const query = child(iq, 'business_profile')
  if (!query) throw new IqError(501, 'feature-not-implemented')
  const profiles = children(query, 'profile').flatMap(({ attrs: { jid } }) => {
    const business = world.directory.resolve(jid)?.account.business
    return jid && business ? [profileNode(jid, business)] : []
  })
  return [node('business_profile', query.attrs, profiles)]
}

function profileNode(jid: string, business: Business): BinaryNode {
  const texts = TEXTS.flatMap((name) => (business[name] ? [node(name, {}, Buffer.from(business[name]))] : []))
  const category = business.category ? [node('category', { id: '1' }, Buffer.from(business.category))] : []
  return node('profile', { jid, tag: '1' }, [...texts, node('categories', {}, category)])
}

/** Returns the answer to the usync protocol `business`: the certificate of the verified name. */
export function verifiedNameNode(world: Parts<'serverKeys'>, { business }: Account): BinaryNode[] {
  if (!business) return []
  const details = proto.VerifiedNameCertificate.Details.encode({
    serial: 1,
    issuer: ISSUER,
    verifiedName: business.name,
  }).finish()
  const signature = Curve.sign(world.serverKeys.root.private, details)
  const certificate = proto.VerifiedNameCertificate.encode({ details, signature }).finish()
  return [node('business', {}, [node('verified_name', { v: '1', verified_level: 'unknown' }, certificate)])]
}

/**
 * Handles namespace `w:qr`: the code with which others add the account as a contact. A revocation replaces the code. A query
 * with a code names the account.
 */
export const answerContactCode: IqHandler<'directory'> = (world, { address }, iq) => {
  const { type, action, code } = child(iq, 'qr')?.attrs ?? {}
  if (iq.attrs.type === 'get') {
    const owner = world.directory.all().find(({ contactCode }) => code !== undefined && contactCode === code)
    if (!owner) throw new IqError(404, 'item-not-found')
    return [node('qr', { jid: jidOf(owner, 'pn'), notify: owner.name, type: 'contact' })]
  }
  if (type !== 'contact') throw new IqError(400, 'bad-request')
  const account = world.directory.get(address.phone)
  const isKept = account.contactCode !== undefined && action !== 'revoke'
  const contactCode = isKept ? account.contactCode : newContactCode()
  world.directory.save({ ...account, ...(contactCode && { contactCode }) })
  return [node('qr', { type, code: contactCode })]
}

function newContactCode(): string {
  return randomBytes(7).toString('hex').toUpperCase()
}
