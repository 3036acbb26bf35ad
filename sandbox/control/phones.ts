import { Hono } from 'hono'
import { z } from 'zod'
import { type Address, jidOf } from '../accounts/address.ts'
import { withUsername } from '../accounts/username.ts'
import { SandboxError } from '../errors.ts'
import { qrText, readPicture } from '../pairing/picture.ts'
import type { Phone } from '../phones/phone.ts'
import { unlinkDevice } from '../server/devices.ts'
import { DEFAULT_ABOUT, setPicture } from '../server/profile.ts'
import { notifyCompanions, restrictionBody } from '../server/restrictions.ts'
import type { Parts } from '../world.ts'
import { chatId, phoneNumber, readBody, readQuery } from './body.ts'
import { base64 } from './message-body.ts'

const name = z.string().min(1).max(100)

const businessText = z.string().min(1).max(512).optional()

const bodies = {
  create: z.strictObject({ phone: phoneNumber, name: name.optional() }),
  scan: z.strictObject({ qr: z.string().min(1) }),
  linkCode: z.strictObject({ code: z.string().transform((code) => code.replace(/-/g, '').toUpperCase()) }),
  read: z.strictObject({ chat: chatId }),
  presence: z.strictObject({ chat: phoneNumber }),
  unlink: z.strictObject({ device: z.number().int().min(1).optional() }),
  change: z
    .strictObject({
      online: z.boolean(),
      name,
      autoRead: z.boolean(),
      addressing: z.enum(['pn', 'lid', 'lid-only']),
      about: z.string().max(139),
      // Null deletes the username together with its key.
      username: z.string().max(36).nullable(),
      // Null deletes the key.
      usernameKey: z
        .string()
        .regex(/^[0-9]{4}$/)
        .nullable(),
      // False: nobody can add the phone to groups.
      groupAdd: z.boolean(),
      // The number under which WhatsApp knows the account from now on.
      registeredAs: phoneNumber,
      // The profile of a business account; null makes the account personal.
      business: z
        .strictObject({
          name,
          address: businessText,
          description: businessText,
          email: businessText,
          website: businessText,
          category: businessText,
        })
        .nullable(),
      // A JPEG; null removes the picture.
      picture: base64.nullable(),
    })
    .partial(),
}

/** Creates the routes of `/phones`: create and change phones, link devices, read chats. */
export function phoneRoutes(
  world: Parts<
    | 'bundles'
    | 'directory'
    | 'faults'
    | 'groups'
    | 'mailboxes'
    | 'media'
    | 'pairing'
    | 'phones'
    | 'presences'
    | 'restrictions'
    | 'sessions'
    | 'state'
    | 'tokens'
  >,
): Hono {
  const app = new Hono()
  const find = (number: string) => world.phones.get(number.replace(/^\+/, ''))

  app.post('/', async (c) => {
    const body = await readBody(c.req.raw, bodies.create)
    const phone = await world.phones.create(body.phone, body.name)
    await world.state.flushed()
    return c.json(present(world, phone), 201)
  })
  app.get('/', (c) => c.json(world.phones.all().map((phone) => present(world, phone))))
  app.get('/:phone', (c) => c.json(present(world, find(c.req.param('phone')))))
  app.put('/:phone', async (c) => {
    const phone = find(c.req.param('phone'))
    await change(world, phone, await readBody(c.req.raw, bodies.change))
    await world.state.flushed()
    return c.json(present(world, phone))
  })

  app.post('/:phone/scan', async (c) => {
    const phone = find(c.req.param('phone'))
    const text = c.req.header('content-type')?.startsWith('image/')
      ? readPicture(new Uint8Array(await c.req.arrayBuffer()))
      : qrText((await readBody(c.req.raw, bodies.scan)).qr)
    return c.json(linked(phone, await world.pairing.scan(phone.number, text)))
  })
  app.post('/:phone/link-code', async (c) => {
    const phone = find(c.req.param('phone'))
    const { code } = await readBody(c.req.raw, bodies.linkCode)
    return c.json(linked(phone, await world.pairing.enterCode(phone.number, code)))
  })
  app.post('/:phone/unlink', async (c) => {
    const phone = find(c.req.param('phone'))
    const { device } = await readBody(c.req.raw, bodies.unlink)
    const unlinked = unlink(world, phone, device)
    await world.state.flushed()
    return c.json({ unlinked })
  })

  app.post('/:phone/restriction', async (c) => {
    const { number } = find(c.req.param('phone'))
    const body = await readBody(c.req.raw, restrictionBody)
    notifyCompanions(world, number, world.restrictions.set(number, body))
    await world.state.flushed()
    return c.json(body, 201)
  })

  app.post('/:phone/read', async (c) => {
    const phone = find(c.req.param('phone'))
    const { chat } = await readBody(c.req.raw, bodies.read)
    return c.json({ read: await phone.read(chat) })
  })
  app.get('/:phone/presence', (c) => {
    const phone = find(c.req.param('phone'))
    const { chat } = readQuery(c.req.query(), bodies.presence)
    return c.json(world.presences.seen(chat, phone.number))
  })
  return app
}

/** Describes a phone for the API. */
export function present(world: Parts<'directory' | 'media' | 'sessions' | 'tokens'>, { account }: Phone) {
  return {
    phone: account.phone,
    name: account.name,
    lid: jidOf(account, 'lid'),
    jid: jidOf(account, 'pn'),
    online: account.online,
    autoRead: account.autoRead,
    addressing: account.addressing,
    ...(account.username && { username: account.username }),
    ...(account.usernameKey && { usernameKey: account.usernameKey }),
    about: account.about ?? DEFAULT_ABOUT,
    ...(account.registeredAs && { registeredAs: account.registeredAs }),
    ...(account.groupAdd === false && { groupAdd: false }),
    ...(account.business && { business: account.business }),
    tokens: world.tokens.get(account.phone) ?? 0,
    ...(account.picture && { picture: world.media.urlOf(account.picture.directPath) }),
    devices: world.directory.companions(account.phone).map(({ device }) => ({
      device,
      jid: jidOf(account, 'pn', device),
      connected: world.sessions.find({ phone: account.phone, device }) !== undefined,
    })),
  }
}

/** Describes a linked device for the API. */
export function linked(phone: Phone, { device }: Address) {
  const { account } = phone
  return {
    phone: account.phone,
    device,
    jid: jidOf(account, 'pn', device),
    lid: jidOf(account, 'lid', device),
  }
}

async function change(
  world: Parts<'directory' | 'groups' | 'mailboxes' | 'media' | 'phones'>,
  phone: Phone,
  body: z.infer<typeof bodies.change>,
): Promise<void> {
  const { picture, business, name, username, usernameKey, ...fields } = body
  if (picture !== undefined) await setPicture(world, phone.number, picture ?? undefined)
  const before = withUsername(world.directory, phone.account, { username, usernameKey })
  const present = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const { business: _former, ...personal } = before
  const account = business === undefined ? before : { ...personal, ...(business && { business }) }
  world.directory.save({ ...account, ...present })
  if (name !== undefined) await phone.rename(name)
  const { online } = phone.account
  if (online && !before.online) phone.connect()
  if (!online && before.online) phone.disconnect()
}

/**
 * Unlinks the given device, or all devices.
 * @returns the numbers of the unlinked devices
 */
function unlink(
  world: Parts<'bundles' | 'directory' | 'faults' | 'groups' | 'mailboxes' | 'phones' | 'sessions'>,
  phone: Phone,
  device: number | undefined,
): number[] {
  const all = world.directory.companions(phone.number).map((companion) => companion.device)
  const chosen = device === undefined ? all : all.filter((each) => each === device)
  if (chosen.length === 0)
    throw new SandboxError('unknown_device', `${phone.number} has no linked device ${device ?? ''}`.trim())
  for (const each of chosen) unlinkDevice(world, { phone: phone.number, device: each })
  return chosen
}
