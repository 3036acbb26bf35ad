import { z } from 'zod'
import { removeGroupPicture, setGroupPicture } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { fileFields } from '../messages/send/shared.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { groupParam, sessionBody, sessionQuery } from './shared.ts'

const { url, base64, mediaId } = fileFields

export const setGroupPictureRoute = defineRoute({
  id: 'groups.setPicture',
  method: 'update',
  path: '/groups/{groupId}/picture',
  tag: 'Groups',
  summary: "Set a group's picture (URL or base64)",
  description: 'JPEG, PNG, WebP or GIF, up to 16 MB. The picture is cropped to its central square.',
  params: groupParam,
  body: sessionBody
    .extend({ url, base64, mediaId })
    .refine((body) => ['url', 'base64', 'mediaId'].filter((name) => name in body).length === 1, {
      path: ['url'],
      message: 'Give the file by exactly one of url, base64 and mediaId',
    }),
  data: z.object({ groupId: z.string(), updated: z.literal(true) }),
  errors: [...CONNECTOR_REQUEST_ERRORS, 'UNPROCESSABLE_MEDIA', 'PAYLOAD_TOO_LARGE'],
  handle: async ({ ctx, params, body: { session: sessionId, ...source } }) => {
    await setGroupPicture({ ctx, input: { sessionId, ...params, source } })
    return { ...params, updated: true }
  },
})

export const removeGroupPictureRoute = defineRoute({
  id: 'groups.removePicture',
  method: 'delete',
  path: '/groups/{groupId}/picture',
  tag: 'Groups',
  summary: "Remove a group's picture",
  params: groupParam,
  query: sessionQuery,
  data: z.object({ groupId: z.string(), deleted: z.literal(true) }),
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: async ({ ctx, params, query }) => {
    await removeGroupPicture({ ctx, input: { sessionId: query.session, ...params } })
    return { ...params, deleted: true }
  },
})
