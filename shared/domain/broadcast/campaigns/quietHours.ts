import { DateTime } from 'luxon'
import type { QuietHours } from '#shared/contracts/broadcast.ts'

/** Returns the instant, or the end of the quiet hours that contain the instant. */
export function afterQuietHours(instant: Date, quiet: QuietHours | null): Date {
  if (!quiet) return instant
  const here = DateTime.fromJSDate(instant, { zone: quiet.timezone })
  const time = here.toFormat('HH:mm')
  const isOvernight = quiet.to < quiet.from
  const isQuiet = isOvernight ? time >= quiet.from || time < quiet.to : time >= quiet.from && time < quiet.to
  if (!isQuiet) return instant
  const end = at(here, quiet.to)
  return (end <= here ? at(here.plus({ days: 1 }), quiet.to) : end).toJSDate()
}

/**
 * Returns the end of work that pauses in quiet hours. A change of the clocks can shift the result by an hour.
 * @param workMs duration of the work without quiet hours, in ms
 */
export function readyAt(from: Date, workMs: number, quiet: QuietHours | null): Date {
  if (!quiet) return new Date(from.getTime() + workMs)
  const begins = afterQuietHours(from, quiet)
  const perDay = msBetween(quiet.to, quiet.from)
  // Skips all days but the last two in one step, because the work may take thousands of days.
  const days = Math.max(0, Math.floor(workMs / perDay) - 1)
  let now = DateTime.fromJSDate(begins, { zone: quiet.timezone }).plus({ days }).toJSDate()
  for (let left = workMs - days * perDay; ; ) {
    const here = DateTime.fromJSDate(now, { zone: quiet.timezone })
    const today = at(here, quiet.from)
    const rest = today > here ? today : at(here.plus({ days: 1 }), quiet.from)
    const until = rest.toMillis() - now.getTime()
    if (left <= until) return new Date(now.getTime() + left)
    left -= until
    now = afterQuietHours(rest.toJSDate(), quiet)
  }
}

/** Returns the time from one time of day to the next occurrence of another, in ms, for a day of 24 hours. */
function msBetween(from: string, to: string): number {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  return ((minutes(to) - minutes(from) + 1_440) % 1_440) * 60_000
}

/**
 * Sets a time of day on the day of an instant. If a change of the clocks skips the time, the result is the change itself,
 * because the clock shows a later time from then on.
 */
function at(day: DateTime, time: string): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const set = day.set({ hour, minute, second: 0, millisecond: 0 })
  return set.hour === hour && set.minute === minute ? set : lastChangeBefore(set)
}

/** Finds the change of the clocks in the day before an instant. */
function lastChangeBefore(instant: DateTime): DateTime {
  const { offset, zone } = instant
  let [before, after] = [instant.minus({ days: 1 }).toMillis(), instant.toMillis()]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (zone.offset(middle) === offset) after = middle
    else before = middle
  }
  return DateTime.fromMillis(after, { zone })
}
