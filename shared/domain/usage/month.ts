/** Returns the calendar month of an instant in UTC, as `YYYY-MM`. */
export function monthOf(instant: Date): string {
  return instant.toISOString().slice(0, 7)
}

/** Returns the instant at which the next month begins. */
export function endOfMonth(month: string): Date {
  const end = new Date(`${month}-01T00:00:00Z`)
  end.setUTCMonth(end.getUTCMonth() + 1)
  return end
}
