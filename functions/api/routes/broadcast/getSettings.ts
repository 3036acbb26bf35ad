import { broadcastSettingsSchema, getBroadcastSettings } from '#shared/domain/suppressions/index.ts'
import { defineRoute } from '../../route.ts'

export const getBroadcastSettingsRoute = defineRoute({
  id: 'broadcastSettings.get',
  method: 'get',
  path: '/broadcast/settings',
  scope: 'read',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Get the settings of broadcasts',
  description:
    "Answers the app's stop words and start words. An app without words of its own has the default words.",
  data: broadcastSettingsSchema,
  errors: [],
  handle: ({ ctx }) => getBroadcastSettings({ ctx }),
})
