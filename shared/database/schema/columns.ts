import { customType, timestamp } from 'drizzle-orm/pg-core'

/** Raw bytes. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => 'bytea',
})

/** An instant, with its time zone, as a Date. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })

/**
 * The mark of a deleted row. From that instant the row does not exist for its users. The sweeper deletes what belongs to the row in
 * batches, and the row itself last, so that no cascade is ever large.
 */
export const deletedAt = () => instant('deleted_at')
