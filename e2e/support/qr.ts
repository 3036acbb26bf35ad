import type { Call } from './client.ts'
import { eventually } from './eventually.ts'

/** A session's QR code, as the data URL of its picture: the sandbox's phones read it off that. */
export async function readQr(api: Call, sessionId: string): Promise<string> {
  return await eventually(
    async () => (await api('GET', `/sessions/${sessionId}/qr`)).body.data.qr as string | null,
  )
}
