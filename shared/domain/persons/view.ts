import { z } from 'zod'
import {
  PERSON_FILE_KINDS,
  PERSON_REQUEST_KINDS,
  PERSON_REQUEST_STATUSES,
} from '#shared/contracts/persons.ts'
import type { personRequests } from '#shared/database/index.ts'

export type PersonRequestRow = typeof personRequests.$inferSelect

const EXAMPLE = {
  id: 'prq_4fG7hJ2kL9mNpQrSt5vW',
  type: 'export',
  status: 'completed',
  records: 214,
  createdAt: '2026-06-24T10:30:00.000Z',
  completedAt: '2026-06-24T10:31:12.000Z',
  expiresAt: '2026-07-01T10:31:12.000Z',
} as const

/** A request about a person. The answer omits the number, so that a completed erasure leaves no number. */
export const personRequestSchema = z
  .object({
    id: z.string().meta({ description: 'ID of the request', example: EXAMPLE.id }),
    type: z
      .enum(PERSON_REQUEST_KINDS)
      .meta({ description: '`export`: a copy of the data. `erasure`: the deletion', example: EXAMPLE.type }),
    status: z.enum(PERSON_REQUEST_STATUSES).meta({
      description: '`running`: the gateway works on the request. `completed`: the request is final',
      example: EXAMPLE.status,
    }),
    records: z.number().int().meta({
      description: 'Number of records that were exported or erased so far',
      example: EXAMPLE.records,
    }),
    createdAt: z.iso.datetime().meta({
      description: 'Time of the request. The request covers the records from before this time',
      example: EXAMPLE.createdAt,
    }),
    completedAt: z.iso.datetime().nullable().meta({
      description: 'Time of the completion; null while the request runs',
      example: EXAMPLE.completedAt,
    }),
    expiresAt: z.iso.datetime().nullable().meta({
      description: 'Time at which the gateway forgets the request and its files; null while the request runs',
      example: EXAMPLE.expiresAt,
    }),
  })
  .meta({ id: 'PersonRequest', description: 'A request to export or to erase one person', example: EXAMPLE })
export type PersonRequestView = z.infer<typeof personRequestSchema>

export function toPersonRequestView(row: PersonRequestRow): PersonRequestView {
  return {
    id: row.id,
    type: row.kind,
    status: row.status,
    records: row.records,
    createdAt: row.createdAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  }
}

/** A file of an export. */
export const personFileSchema = z
  .object({
    type: z.enum(PERSON_FILE_KINDS).meta({
      description: '`data`: records, one JSON object a line. `media`: the file of a message',
      example: 'data',
    }),
    name: z.string().meta({
      description: 'Name of the file. The line of a message names its file in `file`',
      example: 'records-1.ndjson',
    }),
    size: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Size in bytes; null if unknown', example: 48_120 }),
    url: z.string().meta({
      description: 'Download URL of the file, which expires after an hour. Each answer has new URLs',
      example: 'https://files.example.com/store/records-1.ndjson?signature=b5bb9d80',
    }),
  })
  .meta({
    id: 'PersonFile',
    description: 'A file of an export',
    example: {
      type: 'data',
      name: 'records-1.ndjson',
      size: 48_120,
      url: 'https://files.example.com/store/records-1.ndjson?signature=b5bb9d80',
    },
  })
export type PersonFileView = z.infer<typeof personFileSchema>
