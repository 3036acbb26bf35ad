import { nanoid } from 'nanoid'
import type { Clock } from '../../clock.ts'
import type { Agenda } from '../delivery/agenda.ts'
import type { Deliveries } from '../delivery/deliveries.ts'
import { QStashError } from '../errors.ts'
import { viewBody, viewMessage } from '../settings/message.ts'
import { readSettings } from '../settings/settings.ts'
import type { Store } from '../state/store.ts'
import { parseCron } from './cron.ts'

/** A publish that is made again and again. Times are Unix in ms. */
export interface Schedule {
  scheduleId: string
  cron: string
  destination: string
  /** Of the request that made it: read anew for each message, as a delay counts from then. */
  headers: [string, string][]
  /** In base64. */
  body: string
  createdAt: number
  isPaused: boolean
  lastScheduleTime?: number
  nextScheduleTime: number
}

interface Parts {
  store: Store
  agenda: Agenda
  clock: Clock
  deliveries: Deliveries
}

/** Publishes by cron. One that fell due while nobody ran fires once, at the start. */
export class Schedules {
  private readonly parts: Parts

  constructor(parts: Parts) {
    this.parts = parts
    for (const schedule of parts.store.schedules.values()) this.plan(schedule)
  }

  /**
   * Makes a schedule, in the place of the one with the same id.
   * @throws QStashError 400
   */
  create(destination: string, headers: Headers, body: Buffer): Schedule {
    const now = this.parts.clock.now()
    const cron = headers.get('upstash-cron') ?? ''
    readSettings(destination, headers, now)
    const schedule: Schedule = {
      scheduleId: headers.get('upstash-schedule-id') ?? `scd_${nanoid()}`,
      cron,
      destination,
      headers: [...headers].filter(([name]) => name === 'content-type' || name.startsWith('upstash-')),
      body: body.toString('base64'),
      createdAt: now,
      isPaused: false,
      nextScheduleTime: parseCron(cron).next(now),
    }
    this.save(schedule)
    return schedule
  }

  /** @throws QStashError 404 */
  get(scheduleId: string): Schedule {
    const schedule = this.parts.store.schedules.get(scheduleId)
    if (!schedule) throw new QStashError(404, `schedule ${scheduleId} not found`)
    return schedule
  }

  /** @throws QStashError 404 */
  setPaused(scheduleId: string, isPaused: boolean): void {
    const schedule = this.get(scheduleId)
    const nextScheduleTime = parseCron(schedule.cron).next(this.parts.clock.now())
    this.save({ ...schedule, isPaused, nextScheduleTime })
  }

  /** A schedule as the API shows it. */
  view({ headers, body, destination, nextScheduleTime, ...schedule }: Schedule) {
    const settings = readSettings(destination, new Headers(headers), schedule.createdAt)
    const message = { ...settings, messageId: '', createdAt: schedule.createdAt, retried: 0 }
    const { url, messageId, retried, notBefore, maxRetries, ...shown } = viewMessage(message)
    return {
      ...shown,
      ...schedule,
      ...viewBody(Buffer.from(body, 'base64')),
      destination: url,
      retries: maxRetries,
      delay: (notBefore - schedule.createdAt) / 1000,
      ...(!schedule.isPaused && { nextScheduleTime }),
    }
  }

  private save(schedule: Schedule): void {
    this.parts.store.schedules.set(schedule.scheduleId, schedule)
    this.plan(schedule)
  }

  private plan(planned: Schedule): void {
    if (planned.isPaused) return
    this.parts.agenda.at(planned.nextScheduleTime, () => {
      // A changed schedule is another row, which has its own plan.
      if (this.parts.store.schedules.get(planned.scheduleId) === planned) this.fire(planned)
    })
  }

  private fire(schedule: Schedule): void {
    const now = this.parts.clock.now()
    const settings = readSettings(schedule.destination, new Headers(schedule.headers), now)
    this.parts.deliveries.accept(settings, Buffer.from(schedule.body, 'base64'), schedule.scheduleId)
    const nextScheduleTime = parseCron(schedule.cron).next(now)
    this.save({ ...schedule, lastScheduleTime: now, nextScheduleTime })
  }
}
