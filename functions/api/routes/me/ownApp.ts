import { getOwnApp, ownAppPatch, ownAppSchema, updateOwnApp } from '#shared/domain/apps/index.ts'
import { defineRoute } from '../../route.ts'

export const getOwnAppRoute = defineRoute({
  id: 'apps.getOwn',
  method: 'get',
  path: '/apps/me',
  scope: 'read',
  reach: 'key',
  tag: 'Me',
  summary: 'Get the app of your key, with its settings',
  description: 'Answers the name of the app, and the origins of its browsers.',
  data: ownAppSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx }) => getOwnApp({ ctx }),
})

export const updateOwnAppRoute = defineRoute({
  id: 'apps.updateOwn',
  method: 'update',
  path: '/apps/me',
  scope: 'manage',
  reach: 'app',
  tag: 'Me',
  summary: 'Update the settings of the app of your key',
  description:
    'Omitted fields stay unchanged. `corsOrigins` replaces the earlier list whole, and works within 10 s. A browser sends the key ' +
    'with each request, so that each user of the page can read it: use a key with limits.',
  body: ownAppPatch,
  example: { corsOrigins: ['https://app.example.com'] },
  data: ownAppSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, body }) => updateOwnApp({ ctx, input: body }),
})
