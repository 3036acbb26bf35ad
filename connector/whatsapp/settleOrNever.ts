/**
 * The result of storage that Baileys waits for. When it fails, `onFault` hears of it and the promise never settles: Baileys
 * takes a rejection for a message that can't be decrypted, and tells WhatsApp that it has it.
 */
export async function settleOrNever<T>(work: Promise<T>, onFault: (error: unknown) => void): Promise<T> {
  try {
    return await work
  } catch (error) {
    onFault(error)
    return await new Promise<never>(() => undefined)
  }
}
