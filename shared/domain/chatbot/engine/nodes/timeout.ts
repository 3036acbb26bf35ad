import { z } from 'zod'
import { MAX_DELAY_SECONDS } from '../limits.ts'
import type { Scene, Turn } from './node.ts'

/** What a step that waits for a reply does when none comes. */
export const timeoutFields = {
  timeout: z.number().int().min(1).max(MAX_DELAY_SECONDS).optional().meta({
    description: 'Seconds to wait; none given: until the run expires',
  }),
  timeoutAction: z.enum(['end', 'continue', 'branch']).optional().meta({
    description: 'branch: by the outlet `timeout`, and the default where that is connected; else end',
  }),
}

interface Timeout {
  timeout?: number | undefined
  timeoutAction?: 'end' | 'continue' | 'branch' | undefined
}

/** The outlets that come with it. */
export function timeoutOutlets({ timeout, timeoutAction }: Timeout): { all: string[]; required: string[] } {
  return {
    all: timeout === undefined ? [] : ['timeout'],
    required: timeout !== undefined && timeoutAction === 'branch' ? ['timeout'] : [],
  }
}

/** Nobody has replied in time. */
export function onTimeout({ timeoutAction }: Timeout, { connected }: Scene): Turn {
  const action = timeoutAction ?? (connected.has('timeout') ? 'branch' : 'end')
  if (action === 'end') return { move: { end: 'abandoned' } }
  return { move: { leave: action === 'branch' ? 'timeout' : 'default' } }
}
