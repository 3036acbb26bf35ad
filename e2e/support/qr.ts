import type { Call } from './client.ts'
import { eventually } from './eventually.ts'

/** Waits for a session's QR code, and returns it as the data URL of its picture, which the sandbox's phones accept. */
export async function readQr(api: Call, sessionId: string): Promise<string> {
  return await eventually(
    async () => (await api('GET', `/sessions/${sessionId}/qr`)).body.data.qr as string | null,
  )
}
