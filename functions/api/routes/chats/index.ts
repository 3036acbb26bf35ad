import type { Route } from '../../route.ts'
import { getChatRoute } from './getChat.ts'
import { updateChatRoute } from './updateChat.ts'

/** Routes of chats. */
export const chatRoutes: readonly Route[] = [getChatRoute, updateChatRoute]
