import { and, gt, isNotNull } from 'drizzle-orm'
import QRCode from 'qrcode'
import { type Database, sessions } from '#shared/database/index.ts'

const LOOK_EVERY_MS = 1_000

/** Prints each new QR code of each session in the terminal. */
export function printQrCodes(db: Database, write: (text: string) => void): void {
  const printed = new Map<string, string>()
  const look = async () => {
    const waiting = await db
      .select({ id: sessions.id, name: sessions.name, qr: sessions.qr })
      .from(sessions)
      .where(and(isNotNull(sessions.qr), gt(sessions.qrExpiresAt, new Date())))
    for (const { id, name, qr } of waiting) {
      if (qr === null || printed.get(id) === qr) continue
      printed.set(id, qr)
      const picture = await QRCode.toString(qr, { type: 'terminal', small: true })
      write(`\nScan this QR code with your phone to link "${name}":\n\n${picture}\n`)
    }
  }
  // A failed query is repeated a second later. The functions log an error of the database.
  setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS).unref()
}
