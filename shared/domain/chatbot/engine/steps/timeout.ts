import { wholeSeconds, word } from '#shared/input/index.ts'
import { MAX_DELAY_SECONDS } from '../limits.ts'
import type { Scene, Turn } from './step.ts'

/** Time-out of a step that waits for a reply, and the action at the time-out. */
export const timeoutFields = {
  timeout: wholeSeconds(MAX_DELAY_SECONDS).optional().meta({
    description:
      'Seconds to wait, as a number or as its digits. If absent, the wait ends when the conversation expires',
    example: 3600,
  }),
  timeoutAction: word(['end', 'continue', 'branch'])
    .optional()
    .meta({
      description:
        'In any case. `end`: end the conversation. `continue`: leave by `default`. `branch`: leave by `timeout`. Default: `branch` if `timeout` is ' +
        'connected, else `end`',
      example: 'end',
    }),
}

interface Timeout {
  timeout?: number | undefined
  timeoutAction?: 'end' | 'continue' | 'branch' | undefined
}

/** Returns the outlets of a time-out. */
export function timeoutOutlets({ timeout, timeoutAction }: Timeout): { all: string[]; required: string[] } {
  return {
    all: timeout === undefined ? [] : ['timeout'],
    required: timeout !== undefined && timeoutAction === 'branch' ? ['timeout'] : [],
  }
}

/** Reacts to a time-out without a reply. */
export function onTimeout({ timeoutAction }: Timeout, { connected }: Scene): Turn {
  const action = timeoutAction ?? (connected.has('timeout') ? 'branch' : 'end')
  if (action === 'end') return { move: { end: 'abandoned' } }
  return { move: { leave: action === 'branch' ? 'timeout' : 'default' } }
}
