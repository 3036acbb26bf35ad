import { createHash, randomBytes } from 'node:crypto'
import { customAlphabet, nanoid } from 'nanoid'

/** Prefix of each kind of id in the API. A session id has no prefix, because the public docs show a bare nanoid. */
export const ID_PREFIX = {
  account: 'acc',
  app: 'app',
  apiKey: 'key',
  request: 'req',
  run: 'run',
  media: 'med',
  connector: 'con',
  webhook: 'whk',
  event: 'evt',
  list: 'lst',
  campaign: 'cmp',
  flow: 'flw',
  flowRun: 'frn',
  flowVersion: 'flv',
  step: 'stp',
  personRequest: 'prq',
  audit: 'aud',
} as const

const body = customAlphabet('0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz', 20)

/** Creates an id such as `app_4f…`. The same seed always gives the same id. */
export function newId(kind: keyof typeof ID_PREFIX, seed?: string): string {
  return `${ID_PREFIX[kind]}_${seed === undefined ? body() : derive(kind, seed).toString('hex').slice(0, 20)}`
}

/** Creates the id of a delivery: a bare nanoid, as the public docs show `X-Vesper-Delivery`. The same seed always gives the same id. */
export function newDeliveryId(seed?: string): string {
  return seed === undefined ? nanoid() : derive('delivery', seed).toString('base64url').slice(0, 21)
}

/** Creates a session id of 12 characters, as in the public docs (`YoNofiM9vtHy`). The same seed always gives the same id. */
export function newSessionId(seed?: string): string {
  return seed === undefined ? nanoid(12) : derive('session', seed).toString('base64url').slice(0, 12)
}

/**
 * Creates a WhatsApp message id in the form of WhatsApp Web: `3EB0` and 18 upper-case hex digits. The API creates the id, so that
 * its answer already names the id by which the recipient's phone drops duplicates. The same seed always gives the same id.
 */
export function newMessageId(seed?: string): string {
  const bytes = seed === undefined ? randomBytes(9) : derive('message', seed).subarray(0, 9)
  return `3EB0${bytes.toString('hex').toUpperCase()}`
}

function derive(kind: string, seed: string): Buffer {
  return createHash('sha256').update(`${kind}:${seed}`).digest()
}
