import type { Route } from '../route.ts'
import { contactRoutes } from './contacts/index.ts'
import { messageRoutes } from './messages/index.ts'
import { sessionRoutes } from './sessions/index.ts'

/** What most requests are for: loaded with the function. */
export const eagerRoutes: readonly Route[] = [...sessionRoutes, ...messageRoutes, ...contactRoutes]

/**
 * The other endpoints, by the first segment of all their paths: loaded with the first request below it, so that a function that starts
 * for a send does not wait for what makes campaigns and runs flows. In the order in which the reference shows them.
 */
export const lazyRoutes: Record<string, () => Promise<readonly Route[]>> = {
  groups: async () => (await import('./groups/index.ts')).groupRoutes,
  webhooks: async () => (await import('./webhooks/index.ts')).webhookRoutes,
  broadcast: async () => (await import('./broadcast/index.ts')).broadcastRoutes,
  chatbot: async () => (await import('./chatbot/index.ts')).chatbotRoutes,
}

/** Every endpoint that needs a key. */
export async function allRoutes(): Promise<readonly Route[]> {
  return [...eagerRoutes, ...(await Promise.all(Object.values(lazyRoutes).map((load) => load()))).flat()]
}
