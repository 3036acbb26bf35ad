export { createRateLimiter, type RateLimiter, type SharedLimit, type Verdict } from './rateLimiter.ts'
