import { z } from 'zod'
import { MAX_DELAY_SECONDS } from '../limits.ts'
import type { Scene, Turn } from './step.ts'

/** Time-out of a step that waits for a reply, and the action at the time-out. */
export const timeoutFields = {
  timeout: z.number().int().min(1).max(MAX_DELAY_SECONDS).optional().meta({
    description: 'Seconds to wait. If absent, the wait ends when the conversation expires',
    example: 3600,
  }),
  timeoutAction: z
    .enum(['end', 'continue', 'branch'])
    .optional()
    .meta({
      description:
        '`end`: end the conversation. `continue`: leave by `default`. `branch`: leave by `timeout`. Default: `branch` if `timeout` is ' +
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
