import { setInterval as ticks } from 'node:timers/promises'
import { mustRequest } from '#local/customer/index.ts'
import type { Business } from './people.ts'
import type { Incident } from './saboteur.ts'
import type { Stage } from './stage.ts'

const LOOK_EVERY_MS = 200

interface PhoneView {
  phone: string
  devices: { connected: boolean }[]
}

/** The number of sessions without a socket at WhatsApp, with Unix ms. */
export interface Sighting {
  at: number
  offline: number
}

/** Polls the sandbox for sessions with a socket until the signal. Never throws. */
export async function watchSockets(
  stage: Stage,
  businesses: readonly Business[],
  seen: Sighting[],
  signal: AbortSignal,
): Promise<void> {
  const own = new Set(businesses.map(({ phone }) => phone))
  try {
    for await (const _ of ticks(LOOK_EVERY_MS, undefined, { signal })) {
      const phones = await mustRequest<PhoneView[]>('GET', `${stage.phonesUrl}/phones`)
      const offline = phones.filter(
        ({ phone, devices }) => own.has(phone) && !devices.some(({ connected }) => connected),
      )
      seen.push({ at: Date.now(), offline: offline.length })
    }
  } catch {
    // The run is over.
  }
}

/**
 * Returns the seconds from each kill until all sessions had a socket again, including the effect of other faults. A kill that no
 * session noticed counts 0.
 */
export function recoverySeconds(incidents: readonly Incident[], seen: readonly Sighting[]): number[] {
  const kills = incidents.filter(({ kind, missed }) => kind === 'connector.kill' && !missed)
  return kills.map(({ at }) => {
    const after = seen.filter((sighting) => sighting.at > at + LOOK_EVERY_MS)
    const back = after.find(({ offline }) => offline === 0)
    if (!back) return Number.POSITIVE_INFINITY
    return back === after[0] ? 0 : (back.at - at) / 1000
  })
}
