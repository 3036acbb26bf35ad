import { and, gt, isNotNull } from 'drizzle-orm'
import QRCode from 'qrcode'
import { type Database, sessions } from '#shared/database/index.ts'

const LOOK_EVERY_MS = 1_000

/** Prints each new QR code of any session, for a user at a terminal with a phone in hand. */
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
      write(`\nScan this with your phone to link "${name}":\n\n${picture}\n`)
    }
  }
  // A look that fails has another a second later; the functions log why the database does not answer.
  setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS).unref()
}
