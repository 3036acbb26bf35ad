import type { BinaryNode, proto } from '@whiskeysockets/baileys'
import type { KeyMaterial } from '../accounts/bundles.ts'
import { SandboxError } from '../errors.ts'
import type { Connection } from '../transport/connection.ts'

const ANSWER_TIMEOUT_MS = 10_000

/** A request to link by code: the phone number, and the companion's ephemeral key wrapped with the code. */
export interface LinkCode {
  phone: string
  wrapped: Buffer
  ref: string
}

interface Waiting {
  resolve(stanza: BinaryNode): void
  reject(error: SandboxError): void
}

/** A connected device that no phone has linked yet. */
export class Candidate {
  readonly connection: Connection
  readonly noiseKey: Uint8Array
  /** The Signal keys of the device's registration, without one-time prekeys. */
  readonly keys: KeyMaterial
  /** The push name of the client. The mock phone may use the name to select a phone. */
  readonly pushName: string
  readonly refs: string[]
  isLinking = false
  linkCode: LinkCode | undefined
  private readonly waiting = new Map<string, Waiting>()

  constructor(connection: Connection, noiseKey: Uint8Array, payload: proto.ClientPayload, refs: string[]) {
    this.connection = connection
    this.noiseKey = noiseKey
    this.keys = registrationKeys(payload.devicePairingData ?? {})
    this.pushName = payload.pushName ?? ''
    this.refs = refs
  }

  /**
   * Waits for the device's answer to a stanza that follows.
   * @throws SandboxError `pairing_timeout` after 10 s, `pairing_refused` if the device closes the connection
   */
  waitFor(id: string): Promise<BinaryNode> {
    const answer = new Promise<BinaryNode>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting
          .get(id)
          ?.reject(
            new SandboxError('pairing_timeout', 'The device did not answer within 10 s. Scan a new code.'),
          )
      }, ANSWER_TIMEOUT_MS)
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer)
          this.waiting.delete(id)
          then(value)
        }
      this.waiting.set(id, { resolve: settle(resolve), reject: settle(reject) })
    })
    // The promise may reject before a caller awaits it.
    answer.catch(() => undefined)
    return answer
  }

  answered(id: string, stanza: BinaryNode): void {
    this.waiting.get(id)?.resolve(stanza)
  }

  gone(): void {
    for (const { reject } of this.waiting.values())
      reject(
        new SandboxError(
          'pairing_refused',
          'The device closed the connection without an answer. Scan a new code.',
        ),
      )
  }
}

/**
 * Reads the Signal keys of a registration.
 * @throws if a field is missing
 */
function registrationKeys(data: proto.ClientPayload.IDevicePairingRegistrationData): KeyMaterial {
  const { eRegid, eIdent, eSkeyId, eSkeyVal, eSkeySig } = data
  if (!eRegid?.length || eIdent?.length !== 32 || !eSkeyId?.length || !eSkeyVal || !eSkeySig)
    throw new Error('The registration lacks a Signal key.')
  return {
    registrationId: Buffer.from(eRegid).readUIntBE(0, eRegid.length),
    identity: eIdent,
    signedPreKey: {
      id: Buffer.from(eSkeyId).readUIntBE(0, eSkeyId.length),
      key: eSkeyVal,
      signature: eSkeySig,
    },
    preKeys: [],
  }
}
