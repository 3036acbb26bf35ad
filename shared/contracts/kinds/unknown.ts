import { defineKind } from './kind.ts'
import { label } from './limits.ts'
import { textField } from './words.ts'

/** The `kind` of a message that is not decrypted yet. The connector requests the message from its sender again. */
export const CIPHERTEXT = 'ciphertext'

/** A message of a kind that the gateway does not know. */
export const unknown = defineKind({
  description: 'A kind that is newer than the gateway, with the words that the gateway found in it.',
  role: 'quiet',
  fields: {
    ...textField,
    kind: label.optional().meta({
      description:
        "WhatsApp's name or number of an unknown kind; `ciphertext` while the message cannot be decrypted",
      example: 'field 131',
    }),
  },
  example: { kind: 'field 131', text: 'Shall we meet?' },
})
