import { z } from 'zod'
import { fileSourceFields, oneFile } from '#shared/contracts/media.ts'
import { removeGroupPicture, setGroupPicture } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { groupParam, sessionBody, sessionQuery } from './shared.ts'

export const setGroupPictureRoute = defineRoute({
  id: 'groups.setPicture',
  method: 'update',
  path: '/groups/{groupId}/picture',
  scope: 'manage',
  reach: ({ body }) => body.session,
  tag: 'Groups',
  summary: "Set a group's picture (URL or base64)",
  description:
    'JPEG, PNG, WebP or GIF, up to 16 MB. The gateway crops the picture to its central square. The session must be connected.',
  params: groupParam,
  body: oneFile(sessionBody.extend(fileSourceFields)),
  example: { session: 'YoNofiM9vtHy', url: 'https://example.com/photo.jpg' },
  data: z
    .object({
      groupId: groupParam.shape.groupId,
      updated: z.literal(true).meta({ description: 'The group has the new picture', example: true }),
    })
    .meta({
      id: 'GroupPictureSet',
      description: 'The group that has a new picture',
      example: { groupId: '120363041234567890@g.us', updated: true },
    }),
  errors: [...CONNECTOR_REQUEST_ERRORS, 'UNPROCESSABLE_MEDIA'],
  handle: async ({ ctx, params, body: { session: sessionId, ...source } }) => {
    await setGroupPicture({ ctx, input: { sessionId, ...params, source } })
    return { ...params, updated: true }
  },
})

export const removeGroupPictureRoute = defineRoute({
  id: 'groups.removePicture',
  method: 'delete',
  path: '/groups/{groupId}/picture',
  scope: 'manage',
  reach: ({ query }) => query.session,
  tag: 'Groups',
  summary: "Remove a group's picture",
  description: 'WhatsApp then shows its default picture. The session must be connected.',
  params: groupParam,
  query: sessionQuery,
  data: z
    .object({
      groupId: groupParam.shape.groupId,
      deleted: z.literal(true).meta({ description: 'The group has no picture', example: true }),
    })
    .meta({
      id: 'GroupPictureRemoved',
      description: 'The group whose picture was removed',
      example: { groupId: '120363041234567890@g.us', deleted: true },
    }),
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: async ({ ctx, params, query }) => {
    await removeGroupPicture({ ctx, input: { sessionId: query.session, ...params } })
    return { ...params, deleted: true }
  },
})
