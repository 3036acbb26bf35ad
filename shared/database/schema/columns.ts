import { customType, timestamp } from 'drizzle-orm/pg-core'

/** A column of bytes. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => 'bytea',
})

/** A column of a transaction's id, in decimal digits. */
export const xid8 = customType<{ data: string; driverData: string }>({
  dataType: () => 'xid8',
})

/** A column of an instant with time zone, as a Date with a precision of 1 ms. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })

/**
 * The mark of a deleted row. From that instant, no query of users returns the row. The sweeper deletes the dependent rows in batches,
 * and the row itself last, so that each cascade is small.
 */
export const deletedAt = () => instant('deleted_at')
