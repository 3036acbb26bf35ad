import type { proto } from '@whiskeysockets/baileys'

/** Makes the field that carries a reply, mentions and forwarding, if there is something to carry. */
export function withContext(contextInfo: proto.IContextInfo | undefined): {
  contextInfo?: proto.IContextInfo
} {
  return contextInfo ? { contextInfo } : {}
}
