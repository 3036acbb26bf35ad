import { z } from 'zod'

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
const HOST = `((${LABEL}\\.){0,8}[a-z]([a-z0-9-]{0,61}[a-z0-9])?|([0-9]{1,3}\\.){3}[0-9]{1,3})`
const PORT = '(:[1-9][0-9]{0,4})?'
const LOCAL = '(localhost|127\\.0\\.0\\.1)'
const ORIGIN = new RegExp(`^(https://${HOST}|http://${LOCAL})${PORT}$`)
/** A port that browsers leave out. */
const DEFAULT_PORT = /^(https:.*:443|http:.*:80)$/

/** Schema of the origin of a browser's page, as browsers write it in the `Origin` header. Only this machine may use http. */
export const origin = z
  .string()
  .regex(ORIGIN, {
    error:
      'Give an origin in lower case: https://, a host, and a port if there is one, such as https://app.example.com',
    abort: true,
  })
  .refine((text) => !DEFAULT_PORT.test(text), 'Leave out the default port, as browsers do')
