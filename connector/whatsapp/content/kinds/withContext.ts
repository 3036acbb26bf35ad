import type { proto } from '@whiskeysockets/baileys'

/** Returns the field for the context of a message, or an empty object without a context. */
export function withContext(contextInfo: proto.IContextInfo | undefined): {
  contextInfo?: proto.IContextInfo
} {
  return contextInfo ? { contextInfo } : {}
}
