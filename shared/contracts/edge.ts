import { z } from 'zod'

/** The header by which CloudFront proves to the gateway that a request passed the firewall. CloudFront overwrites a viewer's own. */
export const EDGE_HEADER = 'x-vesper-edge'

/** The value of the edge's secret in Secrets Manager. The rotation makes each value, and CloudFormation the first one. */
export const edgeSecret = z.object({ value: z.string().min(32) })

/** The key of `edgeSecret` with the value of the header. */
export const EDGE_SECRET_KEY = 'value' satisfies keyof z.output<typeof edgeSecret>

/** Length of the value, in characters. */
export const EDGE_VALUE_LENGTH = 64

/** In this time, an unknown value causes at most one read of the secret by a process. The rotation waits longer for the processes. */
export const EDGE_RELOAD_MS = 5_000
