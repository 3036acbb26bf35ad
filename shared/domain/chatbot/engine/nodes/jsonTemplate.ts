import { say, type Values } from '../values.ts'

/** A JSON value with the variables of its texts put in. */
export function renderJson(json: unknown, values: Values): unknown {
  if (typeof json === 'string') return say(json, values)
  if (Array.isArray(json)) return json.map((item) => renderJson(item, values))
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, renderJson(item, values)]))
}

/** The texts of a JSON value. */
export function jsonTemplates(json: unknown): string[] {
  if (typeof json === 'string') return [json]
  if (typeof json !== 'object' || json === null) return []
  return Object.values(json).flatMap(jsonTemplates)
}
