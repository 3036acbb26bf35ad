import { QStashError } from '../errors.ts'

const MINUTE_MS = 60_000
const HOUR_MINUTES = 60
const DAY_MINUTES = 1440
/** February 29 comes back after eight years at most. */
const HORIZON_MS = 9 * 366 * DAY_MINUTES * MINUTE_MS

const FIELDS = [
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { name: 'weekday', min: 0, max: 7, names: 'sun mon tue wed thu fri sat'.split(' ') },
] as const
type Field = (typeof FIELDS)[number]
type Times = Record<Field['name'], Set<number>>

/** When a schedule fires: five fields, in UTC unless `CRON_TZ=Area/City` stands before them. */
export interface Cron {
  /** The first minute after `time`, both Unix in ms. */
  next(time: number): number
}

/** @throws QStashError 400, also for one that never fires */
export function parseCron(text: string): Cron {
  const [, zone = 'UTC', fields = ''] = /^(?:CRON_TZ=(\S+)\s+)?(.*)$/.exec(text.trim()) ?? []
  const parts = fields.split(/\s+/)
  const sets = FIELDS.map((field, index) => readField(field, parts[index] ?? ''))
  if (parts.length !== FIELDS.length || sets.some((set) => set.size === 0)) throw invalid(text)
  const times = Object.fromEntries(FIELDS.map(({ name }, index) => [name, sets[index]])) as Times
  if (times.weekday.has(7)) times.weekday.add(0)
  // As in every cron: where both days are given, either will do.
  const eitherDay = !parts[2]?.startsWith('*') && !parts[4]?.startsWith('*')
  const wallClock = wallClockOf(zone, text)
  const cron: Cron = {
    next(time) {
      let at = Math.floor(time / MINUTE_MS) * MINUTE_MS + MINUTE_MS
      for (const end = at + HORIZON_MS; at < end; ) {
        const skip = minutesToSkip(wallClock(at), times, eitherDay)
        if (skip === 0) return at
        at += skip * MINUTE_MS
      }
      throw invalid(text)
    },
  }
  cron.next(0)
  return cron
}

function invalid(text: string): QStashError {
  return new QStashError(400, `invalid cron expression: ${text}`)
}

/** The values of `*`, `5`, `1-5`, `mon-fri`, with a step, and lists of these; none where it does not fit. */
function readField(field: Field, text: string): Set<number> {
  const values = new Set<number>()
  for (const part of text.toLowerCase().split(',')) {
    const [, first, last, step] = /^(\*|\w+)(?:-(\w+))?(?:\/([1-9]\d*))?$/.exec(part) ?? []
    const from = first === '*' ? field.min : valueIn(field, first)
    const to = last === undefined && (first === '*' || step) ? field.max : valueIn(field, last ?? first)
    if (from === undefined || to === undefined || from > to) return new Set()
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value)
  }
  return values
}

function valueIn(field: Field, text = ''): number | undefined {
  const named = (field.names as readonly string[]).indexOf(text)
  const value = named >= 0 ? named + field.min : /^\d+$/.test(text) ? Number(text) : Number.NaN
  return value >= field.min && value <= field.max ? value : undefined
}

type WallClock = Record<Field['name'], number>

function wallClockOf(timeZone: string, text: string): (time: number) => WallClock {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      year: 'numeric',
    })
    return (time) => {
      const parts = format.formatToParts(time).map(({ type, value }) => [type, Number(value)])
      const { year, month, day, hour, minute } = Object.fromEntries(parts)
      return { month, day, hour, minute, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() }
    }
  } catch {
    throw invalid(text)
  }
}

/** 0 at a time that fits; else how far one may go without passing such a time, also where a clock is put forward. */
function minutesToSkip(wall: WallClock, times: Times, eitherDay: boolean): number {
  const day = times.day.has(wall.day)
  const weekday = times.weekday.has(wall.weekday)
  const fitsDay = times.month.has(wall.month) && (eitherDay ? day || weekday : day && weekday)
  const toNextHour = HOUR_MINUTES - wall.minute
  if (!fitsDay) return Math.max(DAY_MINUTES - (wall.hour + 2) * HOUR_MINUTES, 0) + toNextHour
  if (!times.hour.has(wall.hour)) return toNextHour
  return times.minute.has(wall.minute) ? 0 : 1
}
