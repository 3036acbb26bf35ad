export { recordAuditWithin } from './internal/recordAuditWithin.ts'
export { type AuditEntry, auditEntrySchema, listAudit } from './listAudit.ts'
export { pruneAudit } from './pruneAudit.ts'
