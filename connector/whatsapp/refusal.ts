/** Returns true if the error is a final refusal of WhatsApp. */
export function isRefusal(error: unknown): boolean {
  const code = refusalCode(error)
  return code !== null && code >= 400 && code < 500 && code !== 429
}

/** Returns the code of WhatsApp's refusal, which Baileys attaches to the error, or null for any other error. */
export function refusalCode(error: unknown): number | null {
  const { data } = error as { data?: unknown }
  return typeof data === 'number' && Number.isFinite(data) ? data : null
}
