import { z } from 'zod'
import { captionField, fileFields } from './file.ts'
import { defineKind } from './kind.ts'

export const document = defineKind({
  fields: {
    ...captionField,
    ...fileFields,
    filename: z.string().optional().meta({ description: 'Name of the document', example: 'Q1-Report.pdf' }),
  },
  example: { mimetype: 'application/pdf', filename: 'Q1-Report.pdf', caption: 'The report' },
})
