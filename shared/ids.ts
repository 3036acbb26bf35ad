import { createHash, randomBytes } from 'node:crypto'
import { customAlphabet, nanoid } from 'nanoid'

/** Prefix of each kind of id that the API shows. A session's id has none: the public docs show a bare nanoid. */
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
} as const

const body = customAlphabet('0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz', 20)

/** A new id such as `app_4f…`, opaque to users. With a seed it is always the same. */
export function newId(kind: keyof typeof ID_PREFIX, seed?: string): string {
  return `${ID_PREFIX[kind]}_${seed === undefined ? body() : derive(kind, seed).toString('hex').slice(0, 20)}`
}

/** A delivery's id, as in the public docs' `X-Vesper-Delivery`: a bare nanoid. With a seed it is always the same. */
export function newDeliveryId(seed?: string): string {
  return seed === undefined ? nanoid() : derive('delivery', seed).toString('base64url').slice(0, 21)
}

/** A session's id: 12 characters, as in the public docs (`YoNofiM9vtHy`). With a seed it is always the same. */
export function newSessionId(seed?: string): string {
  return seed === undefined ? nanoid(12) : derive('session', seed).toString('base64url').slice(0, 12)
}

/**
 * A WhatsApp message id in the form that WhatsApp Web uses: `3EB0` and 18 upper-case hex digits.
 * The API mints it, so that the id in its answer is the one that the recipient's phone drops duplicates by. With a seed it is
 * always the same.
 */
export function newMessageId(seed?: string): string {
  const bytes = seed === undefined ? randomBytes(9) : derive('message', seed).subarray(0, 9)
  return `3EB0${bytes.toString('hex').toUpperCase()}`
}

function derive(kind: string, seed: string): Buffer {
  return createHash('sha256').update(`${kind}:${seed}`).digest()
}
