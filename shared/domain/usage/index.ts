export {
  assertUnitsLeft,
  type Counter,
  chargeRefusal,
  chargeStatement,
  chargeUsage,
  type Quota,
  returnUnits,
} from './chargeUsage.ts'
export { CHARGE_COLUMNS, refundMessagesWithin, UNSENT_CHARGE } from './internal/refundMessagesWithin.ts'
export { endOfMonth, monthOf } from './month.ts'
export { readUsage, type UsageView, usageSchema } from './readUsage.ts'
