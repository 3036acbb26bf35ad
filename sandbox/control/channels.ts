import { Hono } from 'hono'
import { z } from 'zod'
import type { Channel } from '../channels/channels.ts'
import { SandboxError } from '../errors.ts'
import type { Parts } from '../world.ts'
import { readBody } from './body.ts'

const createBody = z.strictObject({ name: z.string().min(1).max(100) })

/** Creates the routes of `/phones/:phone/channels`: create, follow and unfollow a channel. */
export function channelRoutes(world: Parts<'channels' | 'phones' | 'state'>): Hono {
  const app = new Hono()
  const find = (number: string) => world.phones.get(number.replace(/^\+/, ''))

  app.post('/:phone/channels', async (c) => {
    const { number } = find(c.req.param('phone'))
    const channel = world.channels.create(number, (await readBody(c.req.raw, createBody)).name)
    await world.state.flushed()
    return c.json(channel, 201)
  })
  app.post('/:phone/channels/:id/follow', async (c) => {
    const { number } = find(c.req.param('phone'))
    return c.json(await save(c.req.param('id'), (others) => [...others, number], number))
  })
  app.post('/:phone/channels/:id/unfollow', async (c) => {
    const { number } = find(c.req.param('phone'))
    return c.json(await save(c.req.param('id'), (others) => others, number))
  })

  async function save(id: string, change: (others: string[]) => string[], number: string): Promise<Channel> {
    const channel = world.channels.find(id)
    if (!channel) throw new SandboxError('unknown_channel', `There is no channel ${id}.`)
    const saved = { ...channel, followers: change(channel.followers.filter((each) => each !== number)) }
    world.channels.save(saved)
    await world.state.flushed()
    return saved
  }
  return app
}
