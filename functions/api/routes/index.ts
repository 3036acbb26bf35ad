import type { Route } from '../route.ts'
import { contactRoutes } from './contacts/index.ts'
import { messageRoutes } from './messages/index.ts'
import { sessionRoutes } from './sessions/index.ts'

/** Routes of most requests, which are loaded at a cold start. */
export const eagerRoutes: readonly Route[] = [...sessionRoutes, ...messageRoutes, ...contactRoutes]

/**
 * Further routes by the first segment of their paths, in the order of the reference. A route is loaded with its first request, so
 * that a cold start for a send does not load campaigns and flows.
 */
export const lazyRoutes: Record<string, () => Promise<readonly Route[]>> = {
  chats: async () => (await import('./chats/index.ts')).chatRoutes,
  groups: async () => (await import('./groups/index.ts')).groupRoutes,
  webhooks: async () => (await import('./webhooks/index.ts')).webhookRoutes,
  events: async () => (await import('./events/index.ts')).eventRoutes,
  broadcast: async () => (await import('./broadcast/index.ts')).broadcastRoutes,
  chatbot: async () => (await import('./chatbot/index.ts')).chatbotRoutes,
  me: async () => (await import('./me/index.ts')).meRoutes,
  apps: async () => (await import('./me/index.ts')).ownAppRoutes,
  persons: async () => (await import('./persons/index.ts')).personRoutes,
  'person-requests': async () => (await import('./persons/index.ts')).personRequestRoutes,
}

/** Returns all routes that need a key. */
export async function allRoutes(): Promise<readonly Route[]> {
  return [...eagerRoutes, ...(await Promise.all(Object.values(lazyRoutes).map((load) => load()))).flat()]
}
