import type { Options } from './startCloud.ts'

const DOMAIN = {
  domainName: 'wa.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/x',
}

const SETTINGS: Options = {
  nothing: {},
  small: { size: 'small', partitions: '16', alarmKey: 'true' },
  nat: { nat: 'true' },
  domain: DOMAIN,
  domainOnly: { ...DOMAIN, domainOnly: 'true' },
  alarmEmail: { alarmEmail: 'ops@example.com' },
  sizes: { connectorMin: '2', connectorMax: '8', jobsConcurrency: '50', keepLogsDays: '90', revision: '2' },
  partitions: { partitions: '18' },
  edge: { edge: 'true' },
  edgeOnly: { edge: 'true', edgeOnly: 'true' },
  edgeDomain: {
    ...DOMAIN,
    edge: 'true',
    edgeCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/y',
  },
  everything: { ...DOMAIN, nat: 'true', alarmEmail: 'ops@example.com', partitions: '20', revision: '3' },
}

/** A deployment for each setting that adds, removes or closes resources, and the standard deployment of the large size. */
export const OPTIONS: Options = Object.fromEntries(
  Object.entries(SETTINGS).map(([name, settings]) => [name, { size: 'large', ...settings }]),
)
