import type { Route } from '../../route.ts'
import { createUploadRoute } from './createUpload.ts'
import { deleteMessageRoute } from './deleteMessage.ts'
import { editMessageRoute } from './editMessage.ts'
import { forwardMessageRoute } from './forwardMessage.ts'
import { getMessageRoute } from './getMessage.ts'
import { listMessagesRoute } from './listMessages.ts'
import { readMessageRoute } from './readMessage.ts'
import { revokeMessageRoute } from './revokeMessage.ts'
import { sendAudioRoute } from './send/audio.ts'
import { sendContactRoute } from './send/contact.ts'
import { sendDocumentRoute } from './send/document.ts'
import { sendImageRoute } from './send/image.ts'
import { sendLocationRoute } from './send/location.ts'
import { sendPollRoute } from './send/poll.ts'
import { sendReactionRoute } from './send/reaction.ts'
import { sendStickerRoute } from './send/sticker.ts'
import { sendTextRoute } from './send/text.ts'
import { sendVideoRoute } from './send/video.ts'

/** Routes of sending and of the message history. */
export const messageRoutes: readonly Route[] = [
  sendTextRoute,
  sendImageRoute,
  sendVideoRoute,
  sendDocumentRoute,
  sendAudioRoute,
  sendStickerRoute,
  sendLocationRoute,
  sendContactRoute,
  sendPollRoute,
  sendReactionRoute,
  createUploadRoute,
  listMessagesRoute,
  getMessageRoute,
  deleteMessageRoute,
  editMessageRoute,
  revokeMessageRoute,
  forwardMessageRoute,
  readMessageRoute,
]
