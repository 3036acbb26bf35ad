import { z } from 'zod'
import type { Target } from './config.ts'
import { CliError } from './errors.ts'

const TIMEOUT_MS = 30_000
/** The maximum number of rows that the API returns in a page. */
const PAGE = 100

const answerSchema = z.union([
  z.object({
    success: z.literal(true),
    data: z.unknown(),
    pagination: z.object({ nextCursor: z.string().nullable() }).optional(),
  }),
  z.object({
    success: z.literal(false),
    error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }),
  }),
])

/** One object of the management API, by the names of its fields. */
export type Item = Record<string, unknown>

const itemSchema = z.record(z.string(), z.unknown())

/** The management API of one gateway. Each call throws a CliError with the gateway's message. */
export class AdminClient {
  readonly #target: Target

  constructor(target: Target) {
    this.#target = target
  }

  async one(method: string, path: string, body?: Item): Promise<Item> {
    return itemSchema.parse((await this.#ask(method, path, body)).data)
  }

  /** Lists all items, or at most `atMost` items of a paginated list. */
  async list(
    path: string,
    query: Record<string, string | undefined> = {},
    atMost = Infinity,
  ): Promise<Item[]> {
    const items: Item[] = []
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
    let cursor: string | null | undefined
    do {
      const page = new URLSearchParams(given)
      if (Number.isFinite(atMost)) page.set('limit', String(Math.min(PAGE, atMost - items.length)))
      if (cursor) page.set('cursor', cursor)
      const { data, pagination } = await this.#ask('GET', `${path}?${page}`)
      items.push(...z.array(itemSchema).parse(data))
      cursor = pagination?.nextCursor
    } while (cursor && items.length < atMost)
    return items
  }

  async #ask(method: string, path: string, body?: Item) {
    const response = await this.#fetch(method, path, body)
    const answer = answerSchema.safeParse(await response.json().catch(() => null))
    if (!answer.success) {
      throw new CliError(
        `${this.#target.url} answered ${response.status}, but is not a Vesper gateway. Check VESPER_URL.`,
      )
    }
    if (answer.data.success) return answer.data
    const { code, message, requestId } = answer.data.error
    const hint =
      response.status === 404 && message.startsWith('Route')
        ? ' Is VESPER_ADMIN_TOKEN set on the gateway?'
        : ''
    throw new CliError(`${message}${hint} (${code}, ${requestId})`)
  }

  async #fetch(method: string, path: string, body?: Item): Promise<Response> {
    try {
      return await fetch(`${this.#target.url}/admin/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#target.token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
    } catch (cause) {
      throw new CliError(`${this.#target.url} cannot be reached. Is the gateway running?`, { cause })
    }
  }
}
