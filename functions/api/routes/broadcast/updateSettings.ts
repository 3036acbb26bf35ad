import {
  broadcastSettingsPatch,
  broadcastSettingsSchema,
  updateBroadcastSettings,
} from '#shared/domain/suppressions/index.ts'
import { defineRoute } from '../../route.ts'

export const updateBroadcastSettingsRoute = defineRoute({
  id: 'broadcastSettings.update',
  method: 'update',
  path: '/broadcast/settings',
  scope: 'manage',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Change the settings of broadcasts',
  description:
    'Absent fields stay unchanged. A message is a stop word if the word is the whole message. Case, accents, invisible characters ' +
    'and punctuation at the edges do not matter.',
  body: broadcastSettingsPatch,
  example: { stopWords: ['stop', 'dur', 'iptal'], startWords: ['start', 'başla'] },
  data: broadcastSettingsSchema,
  errors: [],
  handle: ({ ctx, body }) => updateBroadcastSettings({ ctx, input: body }),
})
