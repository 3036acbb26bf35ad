import { z } from 'zod'

export const listParam = z.strictObject({
  id: z.string().meta({ description: 'List ID', example: 'lst_4fG7hJ2kL9mNpQrSt5vW' }),
})

export const campaignParam = z.strictObject({
  id: z.string().meta({ description: 'Campaign ID', example: 'cmp_4fG7hJ2kL9mNpQrSt5vW' }),
})
