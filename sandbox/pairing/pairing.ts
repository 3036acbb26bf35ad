import { EventEmitter, once } from 'node:events'
import { type BinaryNode, jidDecode, type proto } from '@whiskeysockets/baileys'
import { nanoid } from 'nanoid'
import type { Address } from '../accounts/address.ts'
import { SandboxError } from '../errors.ts'
import { bytes, child, fromServer, node, resultOf } from '../server/nodes.ts'
import type { Connection } from '../transport/connection.ts'
import { agreeByCode } from './by-code.ts'
import { Candidate, type LinkCode } from './candidate.ts'
import { type LinkParts, linkDevice } from './link.ts'
import { parseQr } from './qr.ts'

/** A companion shows its code shortly before the server has received the request. */
const OFFER_GRACE_MS = 1_000

/** The connected devices without an account, and the two ways in which a phone links a device. */
export class Pairing {
  private readonly candidates = new Set<Candidate>()
  private readonly events = new EventEmitter()
  private readonly world: LinkParts
  private readonly qrRefs: number

  constructor(world: LinkParts, qrRefs: number) {
    this.world = world
    this.qrRefs = qrRefs
  }

  /**
   * Accepts an unregistered client, and sends the refs of its QR codes.
   * @throws if a key is missing in the client's payload
   */
  admit(connection: Connection, payload: proto.ClientPayload, noiseKey: Uint8Array): Candidate {
    const refs = Array.from({ length: this.qrRefs }, () => `2@${nanoid(48)}`)
    const candidate = new Candidate(connection, noiseKey, payload, refs)
    this.candidates.add(candidate)
    const content = refs.map((ref) => node('ref', {}, Buffer.from(ref)))
    connection.send(
      node('iq', fromServer({ type: 'set', id: nanoid(), xmlns: 'md' }), [node('pair-device', {}, content)]),
    )
    return candidate
  }

  leave(candidate: Candidate): void {
    this.candidates.delete(candidate)
    candidate.gone()
  }

  /**
   * Returns the push name of the client that shows a QR code, or an empty string.
   * @throws SandboxError `invalid_qr`, `unknown_qr`
   */
  pushNameOf(qr: string): string {
    return this.candidateOf(parseQr(qr).ref).pushName
  }

  /**
   * Links the device that shows a QR code.
   * @throws SandboxError `invalid_qr`, `unknown_qr`, `phone_offline`, `already_linked`, `pairing_refused`,
   *   `pairing_timeout`
   */
  async scan(phone: string, qr: string): Promise<Address> {
    const { ref, noiseKey, identity, advSecret } = parseQr(qr)
    const candidate = this.candidateOf(ref)
    if (!noiseKey.equals(candidate.noiseKey) || !identity.equals(candidate.keys.identity))
      throw new SandboxError(
        'invalid_qr',
        'The keys in this QR code differ from the keys of the device that shows it. Scan a new code.',
      )
    return this.link(phone, candidate, advSecret)
  }

  /**
   * Links the device that shows an 8-character code for this number.
   * @throws SandboxError `unknown_code`, `invalid_code`, and the errors of `scan`
   */
  async enterCode(phone: string, code: string): Promise<Address> {
    const { candidate, offer } = await this.offerFor(phone)
    const advSecret = await agreeByCode(candidate, offer, code, this.world.phones.get(phone).identity)
    return this.link(phone, candidate, advSecret)
  }

  /** Handles a stanza of a device that is not linked yet. */
  handle(candidate: Candidate, stanza: BinaryNode): void {
    if (stanza.tag !== 'iq') return
    if (stanza.attrs.type === 'result') {
      candidate.answered(stanza.attrs.id ?? '', stanza)
      return
    }
    const request = child(stanza, 'link_code_companion_reg')
    const isHello = request?.attrs.stage === 'companion_hello'
    candidate.connection.send(resultOf(stanza, isHello ? [this.noteOffer(candidate, request)] : undefined))
    if (request?.attrs.stage === 'companion_finish') candidate.answered('companion_finish', request)
  }

  /** Links the device, and makes its codes invalid. The connection stays open. */
  private async link(phone: string, candidate: Candidate, advSecret: Uint8Array): Promise<Address> {
    const address = await linkDevice(this.world, phone, candidate, advSecret)
    this.leave(candidate)
    return address
  }

  private noteOffer(candidate: Candidate, request: BinaryNode): BinaryNode {
    const wrapped = bytes(request, 'link_code_pairing_wrapped_companion_ephemeral_pub') ?? Buffer.alloc(0)
    const offer = { phone: jidDecode(request.attrs.jid)?.user ?? '', wrapped, ref: nanoid() }
    candidate.linkCode = offer
    this.events.emit(`offer:${offer.phone}`)
    const ref = node('link_code_pairing_ref', {}, Buffer.from(offer.ref))
    return node('link_code_companion_reg', {}, [ref])
  }

  private async offerFor(phone: string): Promise<{ candidate: Candidate; offer: LinkCode }> {
    const signal = AbortSignal.timeout(OFFER_GRACE_MS)
    if (!this.findOffer(phone)) await once(this.events, `offer:${phone}`, { signal }).catch(() => undefined)
    const found = this.findOffer(phone)
    if (!found)
      throw new SandboxError(
        'unknown_code',
        `No device waits for a code of ${phone}. Request a code on the device first.`,
      )
    return found
  }

  /** Returns the latest request of a device for this number. */
  private findOffer(phone: string) {
    for (const candidate of [...this.candidates].reverse()) {
      const offer = candidate.linkCode
      if (offer?.phone === phone) return { candidate, offer }
    }
    return undefined
  }

  private candidateOf(ref: string): Candidate {
    const found = [...this.candidates].find(({ refs }) => refs.includes(ref))
    if (!found)
      throw new SandboxError('unknown_qr', 'No connected device shows this QR code. Scan a new code.')
    return found
  }
}
