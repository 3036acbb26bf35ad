import { describe, expect, it } from 'vitest'
import { startDestination, startStage, untilThere } from './stage.fixture.ts'

const MINUTE_MS = 60_000

describe('a schedule', () => {
  it('publishes at each of its times, with its settings', async () => {
    const { client, clock } = await startStage()
    const destination = await startDestination()
    const { scheduleId } = await client.schedules.create({
      destination: destination.url,
      cron: '*/2 * * * *',
      body: '{"a":1}',
      headers: { 'X-Own': 'kept' },
      delay: 30,
    })
    clock.advance(2 * MINUTE_MS)
    expect(destination.calls).toHaveLength(0)
    clock.advance(MINUTE_MS / 2)
    const [call] = await untilThere(() => destination.calls, 1)
    expect(String(call?.body)).toBe('{"a":1}')
    expect(call?.headers).toMatchObject({ 'x-own': 'kept', 'upstash-schedule-id': scheduleId })
    clock.advance(2 * MINUTE_MS)
    await untilThere(() => destination.calls, 2)
  })

  it('is shown, and takes the place of the one with its id', async () => {
    const { client, clock } = await startStage()
    const create = (cron: string) =>
      client.schedules.create({
        destination: 'http://127.0.0.1:1/',
        cron,
        scheduleId: 'own',
        retries: 1,
        delay: 5,
        flowControl: { key: 'k', rate: 2, period: '1m' },
      })
    await create('0 * * * *')
    await create('30 * * * *')
    const schedule = await client.schedules.get('own')
    expect(schedule).toMatchObject({
      scheduleId: 'own',
      cron: '30 * * * *',
      destination: 'http://127.0.0.1:1/',
      method: 'POST',
      retries: 1,
      delay: 5,
      flowControlKey: 'k',
      rate: 2,
      period: 60,
      isPaused: false,
      createdAt: clock.now(),
      nextScheduleTime: clock.now() + 30 * MINUTE_MS,
    })
    expect(await client.schedules.list()).toEqual([schedule])
  })

  it('is silent while it is paused, and once it is deleted', async () => {
    const { client, clock } = await startStage()
    const destination = await startDestination()
    const { scheduleId } = await client.schedules.create({ destination: destination.url, cron: '* * * * *' })
    await client.schedules.pause({ schedule: scheduleId })
    expect(await client.schedules.get(scheduleId)).toMatchObject({ isPaused: true })
    clock.advance(10 * MINUTE_MS)
    await client.schedules.resume({ schedule: scheduleId })
    clock.advance(MINUTE_MS)
    await untilThere(() => destination.calls, 1)
    await client.schedules.delete(scheduleId)
    clock.advance(10 * MINUTE_MS)
    await expect(client.schedules.get(scheduleId)).rejects.toMatchObject({ status: 404 })
    expect(destination.calls).toHaveLength(1)
  })

  it('that fell due while nobody ran fires once at the start', async () => {
    const { client, clock, file, qstash } = await startStage()
    const destination = await startDestination()
    await client.schedules.create({ destination: destination.url, cron: '* * * * *' })
    await qstash.stop()
    clock.advance(10 * MINUTE_MS)
    const after = await startStage({ clock, file })
    await untilThere(() => destination.calls, 1)
    const [schedule] = await after.client.schedules.list()
    expect(schedule?.nextScheduleTime).toBe(clock.now() + MINUTE_MS)
    clock.advance(MINUTE_MS)
    await untilThere(() => destination.calls, 2)
  })

  it('without a time, or without a destination, is refused', async () => {
    const { client } = await startStage()
    const create = (destination: string, cron: string) => client.schedules.create({ destination, cron })
    await expect(create('http://127.0.0.1:1', '0 0 31 2 *')).rejects.toMatchObject({ status: 400 })
    await expect(create('topic', '* * * * *')).rejects.toMatchObject({ status: 400 })
  })
})
