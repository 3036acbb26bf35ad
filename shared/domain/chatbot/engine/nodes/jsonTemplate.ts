import { MAX_BODY } from '../limits.ts'
import { say, type Values } from '../values.ts'

/** A JSON value with the variables of its texts put in. Texts behind the first `MAX_BODY` characters are empty: nobody sends them. */
export function renderJson(json: unknown, values: Values): unknown {
  return renderWithin(json, values, { left: MAX_BODY })
}

function renderWithin(json: unknown, values: Values, room: { left: number }): unknown {
  if (typeof json === 'string') {
    const text = room.left > 0 ? say(json, values) : ''
    room.left -= text.length
    return text
  }
  if (Array.isArray(json)) return json.map((item) => renderWithin(item, values, room))
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(
    Object.entries(json).map(([key, item]) => [key, renderWithin(item, values, room)]),
  )
}

/** The texts of a JSON value. */
export function jsonTemplates(json: unknown): string[] {
  if (typeof json === 'string') return [json]
  if (typeof json !== 'object' || json === null) return []
  return Object.values(json).flatMap(jsonTemplates)
}
