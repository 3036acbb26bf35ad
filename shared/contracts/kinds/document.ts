import { captionField, fileFields, filenameField } from './file.ts'
import { defineKind } from './kind.ts'

export const document = defineKind({
  description: 'A document.',
  fields: {
    ...captionField,
    ...fileFields,
    ...filenameField,
  },
  example: { mimetype: 'application/pdf', filename: 'Q1-Report.pdf', caption: 'The report' },
})
