export {
  assertUnitsLeft,
  type Counter,
  chargeOf,
  chargeUsage,
  type Quota,
  returnUnits,
  whyNotCharged,
} from './chargeUsage.ts'
export { endOfMonth, monthOf } from './month.ts'
export { readUsage, type UsageView, usageSchema } from './readUsage.ts'
export { CHARGE, refundMessages, UNSENT_CHARGE } from './refundMessages.ts'
