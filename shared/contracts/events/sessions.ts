import { z } from 'zod'
import { banCauseSchema, DISCONNECT_REASONS } from '../sessions.ts'
import { defineCompletedEvent, defineEvent } from './event.ts'
import { session } from './fields.ts'

export const sessionConnected = defineEvent({
  type: 'session.connected',
  summary: 'WhatsApp session connected',
  description: 'The session logged in after the link, or again after a disconnection.',
  data: z
    .object({
      session,
      phone: z
        .string()
        .nullable()
        .meta({ description: 'Phone number of the account, in digits', example: '905559876543' }),
      pushName: z.string().nullable().meta({
        description:
          'Display name of the account. Null after the first login of a personal account: WhatsApp tells the name shortly afterwards, and `GET /sessions/:id` then shows it.',
        example: 'My Business',
      }),
      lid: z
        .string()
        .nullable()
        .optional()
        .meta({ description: 'LID of the account; null if it is unknown', example: '118734550921347@lid' }),
    })
    .meta({ id: 'SessionConnectedData' }),
  example: { session: 'YoNofiM9vtHy', phone: '905559876543', pushName: 'My Business' },
})

export const sessionDisconnected = defineEvent({
  type: 'session.disconnected',
  summary: 'Session disconnected',
  description:
    'The session lost its connection. The session recovers by itself from `connection_lost`, and where `retryAt` has a time. Each other ' +
    'reason needs you. A ban whose end moves emits the event again.',
  data: z
    .object({
      session,
      reason: z
        .enum(DISCONNECT_REASONS)
        .meta({ description: 'Reason of the disconnection', example: 'connection_lost' }),
      bannedUntil: z.iso
        .datetime()
        .optional()
        .meta({ description: 'End of a temporary ban', example: '2026-06-25T10:30:00.000Z' }),
      banCause: banCauseSchema.optional(),
      retryAt: z.iso.datetime().optional().meta({
        description: 'Time at which the gateway connects again by itself',
        example: '2026-06-25T10:30:02.000Z',
      }),
    })
    .meta({ id: 'SessionDisconnectedData' }),
  example: { session: 'YoNofiM9vtHy', reason: 'connection_lost' },
})

export const sessionDeleted = defineEvent({
  type: 'session.deleted',
  summary: 'Session deleted',
  description:
    'A caller deleted the session with `DELETE /sessions/{id}`. The messages and campaigns of the session that had not ended fail.',
  data: z
    .object({
      session,
      name: z.string().meta({ description: 'Name of the session', example: 'store-whatsapp' }),
    })
    .meta({ id: 'SessionDeletedData' }),
  example: { session: 'YoNofiM9vtHy', name: 'store-whatsapp' },
})

const storedQr = z.object({
  session,
  qr: z.string(),
  expiresAt: z.iso
    .datetime()
    .meta({ description: 'End of the validity of the QR code', example: '2026-06-24T10:30:20.000Z' }),
})

export const sessionQr = defineCompletedEvent(
  {
    type: 'session.qr',
    summary: 'New QR code generated for pairing',
    description:
      'WhatsApp issued a QR code for a session that is not paired. Scan the code before it expires.',
    data: storedQr
      .extend({
        qr: z.string().startsWith('data:image/png;base64,').meta({
          description: 'The QR code as the data URL of a PNG picture',
          example: 'data:image/png;base64,iVBORw0KGgo=',
        }),
      })
      .meta({ id: 'SessionQrData' }),
    example: {
      session: 'YoNofiM9vtHy',
      qr: 'data:image/png;base64,iVBORw0KGgo=',
      expiresAt: '2026-06-24T10:30:20.000Z',
    },
  },
  storedQr,
)
