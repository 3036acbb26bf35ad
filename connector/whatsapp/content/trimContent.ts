import { z } from 'zod'
import { limits, MAX_ITEMS } from '#shared/contracts/kinds/limits.ts'
import { type MessageContent, messageContentSchema } from '#shared/contracts/messages.ts'
import { cut, MAX_CONTENT, MAX_NAME, MAX_VCARDS } from '#shared/contracts/sizes.ts'

/**
 * Trims received content to the limits of its schema, so that each message fits into an API answer. Marks a trimmed
 * message as `truncated`.
 */
export function trimContent(content: MessageContent): MessageContent {
  const trimmer = new Trimmer()
  const kept = trimmer.trim(messageContentSchema, content) as MessageContent
  return trimmer.hasTrimmed ? { ...kept, truncated: true } : kept
}

/** Trims values by their schemas, and records if any value was too long. */
class Trimmer {
  hasTrimmed = false
  #units = 0
  #cardUnits = 0

  /** Returns the trimmed value, or undefined for a value that is too long and useless when it is cut. */
  trim(schema: z.core.$ZodType, value: unknown): unknown {
    if (schema instanceof z.ZodOptional) return this.trim(schema.unwrap(), value)
    if (schema instanceof z.ZodObject && isRecord(value)) return this.#fields(schema, value)
    if (schema instanceof z.ZodArray && Array.isArray(value)) return this.#items(schema, value)
    return typeof value === 'string' ? this.#text(schema, value) : value
  }

  #fields(schema: z.ZodObject, fields: Record<string, unknown>): Record<string, unknown> {
    const kept = Object.entries(fields).flatMap(([name, value]) => {
      const field = schema.shape[name]
      const trimmed = field && value !== undefined ? this.trim(field, value) : value
      return trimmed === undefined ? [] : [[name, trimmed]]
    })
    return Object.fromEntries(kept)
  }

  #items(schema: z.ZodArray, items: readonly unknown[]): unknown[] {
    const max = limits.get(schema)?.max ?? MAX_ITEMS
    this.hasTrimmed ||= items.length > max
    return items
      .slice(0, max)
      .map((item) => this.trim(schema.element, item))
      .filter((item) => item !== undefined)
  }

  #text(schema: z.core.$ZodType, text: string): string | undefined {
    const { max, isWhole, isCard } = limits.get(schema) ?? { max: MAX_NAME }
    const room = Math.min(max, MAX_CONTENT - this.#units, isCard ? MAX_VCARDS - this.#cardUnits : max)
    const isTooLong = text.length > room
    this.hasTrimmed ||= isTooLong
    if (isTooLong && isWhole) return undefined
    const kept = cut(text, room)
    this.#units += kept.length
    if (isCard) this.#cardUnits += kept.length
    return kept
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
