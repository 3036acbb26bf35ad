import type { MessageButton, MessageContent } from '#shared/contracts/messages.ts'
import { button } from './box.ts'
import { present } from './present.ts'

const MAX_JSON = 65_536
type List = NonNullable<MessageContent['list']>

/** Parses an object in JSON. Returns an empty object for any other text, because the sender wrote the text. */
export function parseObject(json: string | null | undefined): Record<string, unknown> {
  if (!json || json.length > MAX_JSON) return {}
  try {
    return objectOf(JSON.parse(json))
  } catch {
    return {}
  }
}

/** Reads the button of a native flow. The names of the parameters are WhatsApp's. */
export function readFlowButton(
  name: string | null | undefined,
  json: string | null | undefined,
): MessageButton {
  const params = parseObject(json)
  const text = stringOf(params.display_text) ?? stringOf(params.title)
  const id = stringOf(params.id)
  switch (name) {
    case 'quick_reply':
      return button('reply', text, { id })
    case 'cta_url':
      return button('url', text, { id, url: stringOf(params.url) ?? stringOf(params.merchant_url) })
    case 'cta_call':
      return button('call', text, { id, phone: stringOf(params.phone_number) })
    case 'cta_copy':
      return button('copy', text, { id, code: stringOf(params.copy_code) })
    case 'single_select':
      return button('list', text)
    default:
      return button('other', text ?? name, { id })
  }
}

/** Reads the list that a native flow opens. Returns undefined for a flow without a list. */
export function readFlowList(
  name: string | null | undefined,
  json: string | null | undefined,
): List | undefined {
  if (name !== 'single_select') return undefined
  const { title, sections } = parseObject(json)
  const rows = listOf(sections).flatMap((section) =>
    listOf(section.rows).map((row) => ({
      id: stringOf(row.id) ?? '',
      title: stringOf(row.title) ?? '',
      ...present({ description: stringOf(row.description), section: stringOf(section.title) }),
    })),
  )
  return rows.length > 0 ? { button: stringOf(title) ?? '', rows } : undefined
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(objectOf) : []
}
