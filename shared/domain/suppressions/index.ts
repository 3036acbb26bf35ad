export { type SuppressionFilter, suppressionFilter, suppressionInput } from './input.ts'
export { applyRepliesWithin, type ReplyField } from './internal/applyRepliesWithin.ts'
export { moveSuppressionsWithin } from './internal/moveSuppressionsWithin.ts'
export { listSuppressions } from './listSuppressions.ts'
export { isSuppressed } from './person.ts'
export { applyReplies, REPLY_COLUMNS, replyColumns } from './replies.ts'
export {
  broadcastSettingsPatch,
  broadcastSettingsSchema,
  getBroadcastSettings,
  updateBroadcastSettings,
} from './settings.ts'
export { suppress, suppressedSchema } from './suppress.ts'
export { unsuppress } from './unsuppress.ts'
export { suppressionSchema } from './view.ts'
