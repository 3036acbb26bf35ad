import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { TOKEN_BUCKET_SHA, tokenBucket } from './tokenBucket.ts'

/** Redis' own message, after which the SDK sends the text of the script. */
const NOSCRIPT = 'NOSCRIPT No matching script. Please use EVAL.'

/**
 * The Lua scripts of this Redis. The scripts of @upstash/ratelimit begin with a line for Redis 7 (`#!lua
 * flags=…`), which ioredis-mock does not know. The SHA-1 of a script includes this line.
 */
export class Scripts {
  readonly #redis: Redis
  readonly #bySha = new Map<string, string>()
  /** The last script. Redis runs one script at a time. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(redis: Redis) {
    this.#redis = redis
  }

  /**
   * Runs a script by its SHA-1.
   * @throws Error if the text of the script is unknown
   */
  async evalsha(sha: string, args: readonly string[]): Promise<unknown> {
    const [keys, ...rest] = args
    if (sha === TOKEN_BUCKET_SHA && keys === '1') {
      return await this.#inTurn(() => tokenBucket(this.#redis, rest))
    }
    const script = this.#bySha.get(sha.toLowerCase())
    if (script === undefined) throw new Error(NOSCRIPT)
    return await this.#run(script, args)
  }

  async eval(text: string, args: readonly string[]): Promise<unknown> {
    const script = text.replace(/^#!lua[^\n]*\n/, '')
    this.#bySha.set(createHash('sha1').update(text).digest('hex'), script)
    return await this.#run(script, args)
  }

  /**
   * Runs a script.
   * @param args the number of keys, the keys, the arguments
   */
  async #run(script: string, [keys = '0', ...rest]: readonly string[]): Promise<unknown> {
    return await this.#inTurn(() => this.#redis.eval(script, Number(keys), ...rest))
  }

  async #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run, run)
    this.#last = turn
    return await turn
  }
}
