import { Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { Service } from './service.ts'

const faultBody = z.strictObject({
  status: z.number().int().min(400).max(599).default(500),
  hang: z.boolean().default(false),
  times: z.number().int().min(0).default(1),
})

/** The fault of the next publishes. A publish with a fault is not accepted. */
export class Faults {
  private fault: z.infer<typeof faultBody> | undefined

  /** Replaces the previous fault. `times: 0` ends the fault. */
  set(fault: z.infer<typeof faultBody>): void {
    this.fault = fault
  }

  take(): z.infer<typeof faultBody> | undefined {
    if (!this.fault || this.fault.times === 0) return undefined
    this.fault = { ...this.fault, times: this.fault.times - 1 }
    return this.fault
  }
}

/** Applies the fault to the routes that publish. */
export function failOnDemand({ faults }: Service): MiddlewareHandler {
  return async (_, next) => {
    const fault = faults.take()
    if (!fault) return await next()
    // The request hangs until the client gives up or the server stops.
    if (fault.hang) return await new Promise<never>(() => undefined)
    return Response.json({ error: 'a fault that a test requested' }, { status: fault.status })
  }
}

/** Creates the routes for tests, which QStash does not have: faults, and the list of pending messages. */
export function testRoutes({ faults, store }: Service): Hono {
  const app = new Hono()
  app.post('/faults', async (c) => {
    const parsed = faultBody.safeParse(await c.req.json().catch(() => undefined))
    if (!parsed.success) return c.json({ error: z.prettifyError(parsed.error) }, 400)
    faults.set(parsed.data)
    return c.json(parsed.data)
  })
  app.get('/pending', (c) => {
    const messages = store.messages.values().map(({ messageId, url, notBefore, retried, flowControl }) => ({
      messageId,
      url,
      notBefore,
      retried,
      flowControlKey: flowControl?.key,
    }))
    return c.json({ messages: messages.sort((a, b) => a.notBefore - b.notBefore) })
  })
  return app
}
