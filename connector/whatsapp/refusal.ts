/** WhatsApp's code, where it answered a question with a no: Baileys hangs it on the error. Null for any other error. */
export function refusalCode(error: unknown): number | null {
  const { data } = error as { data?: unknown }
  return typeof data === 'number' && Number.isFinite(data) ? data : null
}
