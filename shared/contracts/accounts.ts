import { z } from 'zod'

export const PLAN_NAMES = ['starter', 'pro', 'enterprise', 'self_hosted'] as const
export type Plan = (typeof PLAN_NAMES)[number]

export const planSchema = z.enum(PLAN_NAMES).meta({
  id: 'Plan',
  description:
    'Plan, which sets the limits of apps, sessions, messages and broadcasts. `self_hosted` has no limits',
  example: 'starter',
})
