import { DateTime } from 'luxon'
import { WEEKDAYS } from '#shared/contracts/chatbot.ts'
import type { Schedule } from './schema.ts'

type Window = Schedule['windows'][number]

/**
 * Tells whether a schedule starts a run at an instant. The clock of its time zone counts, and the day on which a
 * window opens.
 */
export function isScheduled({ timezone, windows, when }: Schedule, now: Date): boolean {
  const local = DateTime.fromJSDate(now, { zone: timezone })
  const isOpen = windows.some((window) => isInside(window, local))
  return isOpen === (when === 'inside')
}

function isInside({ days, from, to }: Window, local: DateTime): boolean {
  const minute = local.hour * 60 + local.minute
  const [start, end] = [minutesOf(from), minutesOf(to)]
  const isDay = (weekday: number) => days.some((day) => WEEKDAYS.indexOf(day) === weekday)
  const today = local.weekday - 1
  if (start < end) return isDay(today) && minute >= start && minute < end
  // The window crosses midnight: the end of yesterday's window, or the beginning of today's window.
  return (isDay(today) && minute >= start) || (isDay((today + 6) % 7) && minute < end)
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
