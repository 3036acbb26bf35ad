import { z } from 'zod'

/** What a caller may ask of a connector and wait for. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pairing-code'), phone: z.string() }),
])

export type ConnectorRequest = z.infer<typeof requestSchema>
