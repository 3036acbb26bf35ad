export {
  assertUnitsLeft,
  type Counter,
  chargeRefusal,
  chargeStatement,
  chargeUsage,
  type Quota,
  returnUnits,
} from './chargeUsage.ts'
export { endOfMonth, monthOf } from './month.ts'
export { readUsage, type UsageView, usageSchema } from './readUsage.ts'
export { CHARGE_COLUMNS, refundMessages, UNSENT_CHARGE } from './refundMessages.ts'
