export const PLAN_NAMES = ['starter', 'pro', 'enterprise', 'self_hosted'] as const
export type Plan = (typeof PLAN_NAMES)[number]
