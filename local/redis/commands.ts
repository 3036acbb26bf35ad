import type { Redis } from 'ioredis'
import type { Scripts } from './scripts.ts'

/** Upstash's reply to one command. */
export type Reply = { result: unknown } | { error: string }

/** A command in the form of Upstash's REST API: its name and its arguments. */
export type Command = readonly (string | number | boolean | null)[]

/** Runs a command. A failure becomes a reply. */
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

/**
 * Returns ioredis-mock's method for a command, because ioredis-mock has no `call`.
 * @throws Error for an unknown command
 */
function methodOf(redis: Redis, name: string): (...args: string[]) => Promise<unknown> {
  const method: unknown = Reflect.get(redis, name.toLowerCase())
  if (typeof method !== 'function') throw new Error(`ERR unknown command '${name}'`)
  return (...args) => Reflect.apply(method, redis, args)
}

/** Flattens a hash to a list, as Redis returns it. ioredis returns an object. */
function flat(result: unknown): unknown {
  if (result === null || typeof result !== 'object' || Array.isArray(result)) return result ?? null
  return Object.entries(result).flat()
}
