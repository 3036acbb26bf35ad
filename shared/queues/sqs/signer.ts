import { createHash, createHmac } from 'node:crypto'
import { once } from '#shared/once.ts'

/** A request before its signature. */
export interface Unsigned {
  url: URL
  headers: Record<string, string>
  body: string
}

/** A difference of clocks below this limit changes nothing, in ms. AWS accepts 5 minutes. */
const TOLERATED_SKEW_MS = 4 * 60_000

/**
 * Signs requests with the credentials that the SDK finds: variables of Lambda, the role of an ECS task, a profile. The SDK's provider
 * renews the credentials of a role before they expire.
 */
export class Signer {
  readonly #region: string
  readonly #now: () => number
  /** AWS' clock minus ours, in ms. */
  #skewMs = 0
  #renews = false
  // The packages load with the first request to SQS, because few API requests need them.
  readonly #parts = once(async () => {
    const [{ defaultProvider }, { SignatureV4 }] = await Promise.all([
      import('@aws-sdk/credential-provider-node'),
      import('@smithy/signature-v4'),
    ])
    const provider = defaultProvider()
    const credentials = () => {
      const forceRefresh = this.#renews
      this.#renews = false
      return provider({ forceRefresh })
    }
    const service = { service: 'sqs', region: this.#region, sha256: NodeSha256 }
    return new SignatureV4({ ...service, credentials, applyChecksum: false })
  })

  constructor(region: string, now: () => number) {
    this.#region = region
    this.#now = now
  }

  /** Returns the headers of a request with its signature. */
  async sign({ url, headers, body }: Unsigned): Promise<Record<string, string>> {
    const signer = await this.#parts()
    const request = {
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { ...headers, host: url.host },
      body,
    }
    const signed = await signer.sign(request, { signingDate: new Date(this.#now() + this.#skewMs) })
    return signed.headers
  }

  /**
   * Learns the clock of AWS from the date of an answer.
   * @returns true if the clock differs from the last known clock, so that another signature may succeed
   */
  learnClock(date: string | undefined): boolean {
    const skewMs = Date.parse(date ?? '') - this.#now()
    if (!(Math.abs(skewMs - this.#skewMs) > TOLERATED_SKEW_MS)) return false
    this.#skewMs = skewMs
    return true
  }

  /** Reads new credentials before the next signature. */
  renew(): void {
    this.#renews = true
  }
}

/** SHA-256 of Node for the signer, which knows hashes by this interface. */
class NodeSha256 {
  readonly #hash: ReturnType<typeof createHash | typeof createHmac>

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    if (secret === undefined) this.#hash = createHash('sha256')
    else
      this.#hash = createHmac(
        'sha256',
        secret instanceof ArrayBuffer ? new Uint8Array(secret) : bytesOf(secret),
      )
  }

  update(data: Uint8Array | string): void {
    this.#hash.update(data)
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }

  /** Part of the interface. The signer makes a new hash for each use. */
  reset(): void {
    throw new Error('A hash has one use')
  }
}

function bytesOf(data: string | ArrayBufferView): string | Uint8Array {
  return typeof data === 'string' ? data : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}
