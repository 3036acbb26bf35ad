export { createRateLimiter, type RateLimiter, type Verdict } from './rateLimiter.ts'
export { upstashLimit } from './upstash.ts'
