import { z } from 'zod'
import { defineKind } from './kind.ts'

/** The `kind` of a message that is not decrypted yet. The connector requests the message from its sender again. */
export const CIPHERTEXT = 'ciphertext'

/** A message of a kind that the gateway does not support. */
export const unknown = defineKind({
  fields: {
    kind: z.string().optional().meta({
      description:
        "WhatsApp's name of an unsupported kind; `ciphertext` while the message cannot be decrypted",
      example: 'eventMessage',
    }),
  },
  example: { kind: 'eventMessage' },
})
