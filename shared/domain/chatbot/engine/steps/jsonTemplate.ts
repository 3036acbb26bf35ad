import { MAX_BODY } from '../limits.ts'
import { fill, type Values } from '../values.ts'

/**
 * Renders the texts of a JSON value. Texts after the first `MAX_BODY` characters become empty, because the body ends
 * there.
 */
export function renderJson(json: unknown, values: Values): unknown {
  return renderWithin(json, values, { left: MAX_BODY })
}

function renderWithin(json: unknown, values: Values, room: { left: number }): unknown {
  if (typeof json === 'string') {
    const text = room.left > 0 ? fill(json, values) : ''
    room.left -= text.length
    return text
  }
  if (Array.isArray(json)) return json.map((item) => renderWithin(item, values, room))
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(
    Object.entries(json).map(([key, item]) => [key, renderWithin(item, values, room)]),
  )
}

/** Returns the texts of a JSON value. */
export function jsonTemplates(json: unknown): string[] {
  if (typeof json === 'string') return [json]
  if (typeof json !== 'object' || json === null) return []
  return Object.values(json).flatMap(jsonTemplates)
}
