import { VesperError } from './core/errors.ts'
import { poll, type WaitOptions } from './core/poll.ts'
import { Sessions as Operations } from './generated/resources.ts'
import type { components } from './generated/types.ts'

type SessionState = components['schemas']['SessionState']
type SessionQr = components['schemas']['SessionQr']

export interface ConnectOptions extends WaitOptions {
  /** Gets each new QR code, as long as the session waits for a scan. */
  onQr?: (qr: SessionQr) => void
}

/** Sessions, with a wait for the connection. */
export class Sessions extends Operations {
  /**
   * Waits until the session is connected, and returns its state.
   * @throws VesperError with `SESSION_NOT_CONNECTED` if the session needs an action, or with `CLIENT_TIMEOUT`
   */
  async waitUntilConnected(id: string, options: ConnectOptions = {}): Promise<SessionState> {
    const { waitMs = 120_000, onQr, ...request } = options
    let shown: string | null = null
    const state = await poll(
      { waitMs, signal: request.signal, what: `Session ${id} did not connect` },
      async () => {
        if (onQr) {
          const code = await this.getQr(id, {}, request)
          if (code.qr && code.qr !== shown) onQr(code)
          shown = code.qr
        }
        const { retryAt, ...current } = await this.getStatus(id, request)
        const isFinal = current.status === 'disconnected' && !retryAt && !onQr
        return current.status === 'connected' || isFinal ? current : undefined
      },
    )
    if (state.status === 'connected') return state
    const message =
      `Session ${id} is disconnected (${state.reason ?? 'no reason'}). ${state.hint ?? ''}`.trim()
    throw new VesperError({ code: 'SESSION_NOT_CONNECTED', message })
  }
}
