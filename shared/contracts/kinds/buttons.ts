import { dimensionFields, durationField, fileFields, filenameField } from './file.ts'
import { defineKind } from './kind.ts'
import { boxFields, textField } from './words.ts'

export const buttons = defineKind({
  description: 'A text with buttons. The picture, video or document of its header is the file.',
  fields: {
    ...textField,
    ...boxFields,
    ...fileFields,
    ...filenameField,
    ...durationField,
    ...dimensionFields,
  },
  example: {
    text: 'Shall we deliver today?',
    buttons: [
      { type: 'reply', text: 'Yes', id: 'yes' },
      { type: 'reply', text: 'No', id: 'no' },
    ],
  },
})
