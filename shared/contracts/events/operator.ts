import { z } from 'zod'

/** Owner of the session of an operator's event, for the examples. */
export const OWNER_EXAMPLE = { app: 'app_4fG7hJ2kL9mNpQrSt5vW', account: 'acc_4fG7hJ2kL9mNpQrSt5vW' }

/**
 * Returns the body of a delivery to the operator: the body that a webhook of an app gets, and the owner of the session.
 * @param body the body of a delivery to an app
 */
export function toOperatorBody(body: z.ZodObject) {
  const { id, description } = body.meta() ?? {}
  return body
    .extend({
      app: z.string().nullable().meta({
        description: 'Id of the app that owns the session; null for a test',
        example: OWNER_EXAMPLE.app,
      }),
      account: z.string().nullable().meta({
        description: 'Id of the account of the app; null for a test',
        example: OWNER_EXAMPLE.account,
      }),
    })
    .meta({ id: `Operator${id}`, description })
}
