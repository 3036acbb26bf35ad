import type { Redis } from 'ioredis'
import type { Scripts } from './scripts.ts'

/** What Upstash answers to one command. */
export type Reply = { result: unknown } | { error: string }

/** A command as Upstash's REST API takes it: its name and its arguments. */
export type Command = readonly (string | number | boolean | null)[]

/** Runs a command; its failure is a reply, too. */
export async function run(redis: Redis, scripts: Scripts, command: Command): Promise<Reply> {
  const [name = '', ...args] = command.map((part) => String(part))
  try {
    return { result: await execute(redis, scripts, name, args) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { error: /^[A-Z]+ /.test(message) ? message : `ERR ${message}` }
  }
}

async function execute(redis: Redis, scripts: Scripts, name: string, args: string[]): Promise<unknown> {
  const [first = '', ...rest] = args
  switch (name.toLowerCase()) {
    case 'eval':
      return await scripts.eval(first, rest)
    case 'evalsha':
      return await scripts.evalsha(first, rest)
    default:
      return flat(await methodOf(redis, name)(...args))
  }
}

/** ioredis-mock has a method for each command that it knows, and no `call`.
 * @throws Error for one that it does not know */
function methodOf(redis: Redis, name: string): (...args: string[]) => Promise<unknown> {
  const method: unknown = Reflect.get(redis, name.toLowerCase())
  if (typeof method !== 'function') throw new Error(`ERR unknown command '${name}'`)
  return (...args) => Reflect.apply(method, redis, args)
}

/** Redis answers a hash as a flat list; ioredis makes an object of it. */
function flat(result: unknown): unknown {
  if (result === null || typeof result !== 'object' || Array.isArray(result)) return result ?? null
  return Object.entries(result).flat()
}
