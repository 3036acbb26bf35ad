import { randomInt } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import type { Parts } from '../world.ts'
import { phoneNumber } from './body.ts'
import { linked } from './phones.ts'

/**
 * Creates `/admin/mock-phone`, which follows the convention of Baileys' end-to-end tests. The raw body is the
 * text of a QR code. The query `?phone=`, the header `x-phone` or a push name in digits selects the phone.
 * Otherwise a new phone scans the code.
 */
export function mockPhoneRoutes(world: Parts<'directory' | 'pairing' | 'phones'>): Hono {
  const app = new Hono()
  app.post('/scan-qr', async (c) => {
    const qr = await c.req.text()
    const given = c.req.query('phone') ?? c.req.header('x-phone')
    const chosen = given === undefined ? undefined : check(given)
    // Validates the QR code before a phone is created for it, even if the caller names a phone.
    const pushName = world.pairing.pushNameOf(qr)
    const number = chosen ?? phoneNumber.safeParse(pushName).data ?? freshNumber(world)
    const phone = await world.phones.create(number, undefined)
    return c.json(linked(phone, await world.pairing.scan(phone.number, qr)))
  })
  return app
}

function check(given: string): string {
  const parsed = phoneNumber.safeParse(given)
  if (!parsed.success) throw new SandboxError('invalid_body', z.prettifyError(parsed.error))
  return parsed.data
}

/** Returns an unused number with country code 1 and area code 555, a range without subscribers. */
function freshNumber(world: Parts<'directory'>): string {
  const number = `1555${randomInt(1_000_000, 10_000_000)}`
  return world.directory.find(number) ? freshNumber(world) : number
}
