import { z } from 'zod'

/** The actions that the audit log records. */
export const AUDIT_ACTIONS = ['person.export', 'person.exported', 'person.erase', 'person.erased'] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

export const auditActionSchema = z.enum(AUDIT_ACTIONS).meta({
  id: 'AuditAction',
  description:
    '`person.export` and `person.erase`: a caller requested the export or the erasure of a person. `person.exported` and ' +
    '`person.erased`: the gateway completed the request',
  example: 'person.erase',
})

/** `key`: a caller with an API key. `gateway`: the gateway itself. */
export const AUDIT_ACTORS = ['key', 'gateway'] as const
export type AuditActor = (typeof AUDIT_ACTORS)[number]
