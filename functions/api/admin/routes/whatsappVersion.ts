import { z } from 'zod'
import { whatsappVersionSchema } from '#shared/contracts/whatsappVersion.ts'
import {
  chooseVersion,
  forgetVersion,
  getVersion,
  versionViewSchema,
} from '#shared/domain/whatsappVersion/index.ts'
import { defineAdminRoute } from '../../route.ts'

const getVersionRoute = defineAdminRoute({
  id: 'whatsappVersion.get',
  method: 'get',
  path: '/whatsapp-version',
  tag: 'Operation',
  summary: 'Get the version of WhatsApp Web that the fleet uses',
  description:
    'WhatsApp refuses old versions (405). The connectors then read the current version from WhatsApp Web, and log in again.',
  data: versionViewSchema,
  errors: [],
  handle: ({ ctx }) => getVersion({ ctx }),
})

const setVersionRoute = defineAdminRoute({
  id: 'whatsappVersion.set',
  method: 'update',
  path: '/whatsapp-version',
  tag: 'Operation',
  summary: 'Set the version of WhatsApp Web for all new logins',
  description:
    'The version takes precedence over each learned version until its deletion. Sessions with the reason `client_outdated` log in ' +
    'again. Connected sessions stay connected.',
  body: z.strictObject({ version: whatsappVersionSchema }),
  example: { version: '2.3000.1043857760' },
  data: versionViewSchema,
  errors: [],
  handle: ({ ctx, body }) => chooseVersion({ ctx, input: body }),
})

const forgetVersionRoute = defineAdminRoute({
  id: 'whatsappVersion.delete',
  method: 'delete',
  path: '/whatsapp-version',
  tag: 'Operation',
  summary: "Take back the operator's version of WhatsApp Web",
  description:
    'The fleet uses the newest known version again. Sessions with the reason `client_outdated` log in again. Without a version of ' +
    'the operator, the call changes nothing else.',
  data: versionViewSchema,
  errors: [],
  handle: ({ ctx }) => forgetVersion({ ctx }),
})

export const whatsappVersionRoutes = [getVersionRoute, setVersionRoute, forgetVersionRoute]
