export { createRateLimiter, type RateLimiter, type RateLimitResult, type SharedLimit } from './rateLimiter.ts'
