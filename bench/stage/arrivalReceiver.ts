import { type Receiver, startReceiver } from '#local/customer/index.ts'

/** A webhook receiver that records the arrival of each message. */
export interface ArrivalReceiver extends Receiver {
  /** Unix ms of the first event about a message, by the message's id. */
  arrivedAt: Map<string, number>
}

/** Starts a receiver that answers each delivery at once. */
export async function startArrivalReceiver(): Promise<ArrivalReceiver> {
  const arrivedAt = new Map<string, number>()
  const receiver = await startReceiver({
    answer({ body, atMs }) {
      if ('id' in body.data && !arrivedAt.has(body.data.id)) arrivedAt.set(body.data.id, atMs)
    },
  })
  return { ...receiver, arrivedAt }
}
