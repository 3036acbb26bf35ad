export * from './change/index.ts'
export * from './deletion/index.ts'
export { getMessage, importHistory, listMessages } from './history/index.ts'
export * from './identity/index.ts'
export {
  type AdminDeletion,
  type Inbound,
  type InboundMessage,
  type InboundStanza,
  PENDING_MEDIA_PAGE,
  type PendingMedia,
  pendingMedia,
  recordMedia,
  recordPlaceholder,
  storeInbound,
} from './inbound/index.ts'
export { ERASED_COLUMNS, eraseMessages } from './internal/eraseMessages.ts'
export { stillPending } from './internal/pendingMessages.ts'
export * from './late/index.ts'
export * from './send/index.ts'
export {
  advanceRecipient,
  advanceStatus,
  claimCampaignPerson,
  endPendingOf,
  endPendingStep,
  expirePending,
  failMessage,
  failWithin,
  type PersonClaim,
  recordRecipients,
  type StatusChange,
} from './status/index.ts'
export * from './uploads/index.ts'
export { type MessageRow, type MessageView, mediaUrl, messageSchema } from './view.ts'
