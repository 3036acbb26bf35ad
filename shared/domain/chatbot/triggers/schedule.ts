import { DateTime } from 'luxon'
import { WEEKDAYS } from '#shared/contracts/chatbot.ts'
import type { Schedule } from './schema.ts'

type Window = Schedule['windows'][number]

/** Whether a schedule wants an answer at an instant: by the clocks of its time zone, on the day on which a window opens. */
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
  // Over midnight: what is left of yesterday's, or today's beginning.
  return (isDay(today) && minute >= start) || (isDay((today + 6) % 7) && minute < end)
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
