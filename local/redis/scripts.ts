import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { SLIDING_WINDOW_SHA, slidingWindow } from './slidingWindow.ts'

/** Redis' own words, by which the SDK knows that it has to send the text. */
const NOSCRIPT = 'NOSCRIPT No matching script. Please use EVAL.'

/**
 * Lua scripts for the Redis of this machine. The texts of @upstash/ratelimit begin with a line for Redis 7 (`#!lua flags=…`) that
 * ioredis-mock does not know, and are asked for by the SHA-1 of the text with that line.
 */
export class Scripts {
  readonly #redis: Redis
  readonly #bySha = new Map<string, string>()
  /** Redis runs one script at a time. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(redis: Redis) {
    this.#redis = redis
  }

  /** @throws Error for a script that was never sent whole */
  async evalsha(sha: string, args: readonly string[]): Promise<unknown> {
    const [keys, ...rest] = args
    if (sha === SLIDING_WINDOW_SHA && keys === '2') {
      return await this.#inTurn(() => slidingWindow(this.#redis, rest))
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

  /** @param args the number of keys, the keys, the arguments */
  async #run(script: string, [keys = '0', ...rest]: readonly string[]): Promise<unknown> {
    return await this.#inTurn(() => this.#redis.eval(script, Number(keys), ...rest))
  }

  async #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run, run)
    this.#last = turn
    return await turn
  }
}
