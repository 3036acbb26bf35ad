/** Returns the code of WhatsApp's refusal, which Baileys attaches to the error, or null for any other error. */
export function refusalCode(error: unknown): number | null {
  const { data } = error as { data?: unknown }
  return typeof data === 'number' && Number.isFinite(data) ? data : null
}
