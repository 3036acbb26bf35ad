import { z } from 'zod'
import { defineKind } from './kind.ts'

/** The `kind` of a message that is not decrypted yet. The connector asks its sender to send it again. */
export const CIPHERTEXT = 'ciphertext'

/** A message of a kind that the gateway does not read. */
export const unknown = defineKind({
  fields: {
    kind: z.string().optional().meta({
      description:
        "WhatsApp's name of a kind that is not supported yet; ciphertext while it can't be decrypted",
      example: 'eventMessage',
    }),
  },
  example: { kind: 'eventMessage' },
})
