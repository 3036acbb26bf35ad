import { randomInt } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import type { Parts } from '../world.ts'
import { phoneNumber } from './body.ts'
import { linked } from './phones.ts'

/**
 * `/admin/mock-phone`: the convention of Baileys' own end-to-end tests. The raw body is the text of a QR; some phone
 * scans it: the one named by `?phone=`, by the header `x-phone` or by digits as the client's push name, else a new one.
 */
export function mockPhoneRoutes(world: Parts<'directory' | 'pairing' | 'phones'>): Hono {
  const app = new Hono()
  app.post('/scan-qr', async (c) => {
    const qr = await c.req.text()
    const wish = c.req.query('phone') ?? c.req.header('x-phone')
    const wished = wish === undefined ? undefined : check(wish)
    // Asked even with a wish: it tells whether the QR is any good before a phone is made for it.
    const pushName = world.pairing.pushNameOf(qr)
    const number = wished ?? phoneNumber.safeParse(pushName).data ?? freshNumber(world)
    const phone = world.phones.create(number, undefined)
    return c.json(linked(phone, await world.pairing.scan(phone.number, qr)))
  })
  return app
}

function check(wish: string): string {
  const parsed = phoneNumber.safeParse(wish)
  if (!parsed.success) throw new SandboxError('invalid_body', z.prettifyError(parsed.error))
  return parsed.data
}

/** From a range that is never given to anybody: country code 1, area code 555. */
function freshNumber(world: Parts<'directory'>): string {
  const number = `1555${randomInt(1_000_000, 10_000_000)}`
  return world.directory.find(number) ? freshNumber(world) : number
}
