export { type LocalRedis, startRedis } from './redis.ts'
