/** List prices in USD for us-east-1 on demand, without free tiers. docs/cost.md states their sources and date. */
export const PRICES = {
  fargateVcpuHour: 0.03238,
  fargateGbHour: 0.00356,
  publicIpv4Hour: 0.005,
  natGatewayHour: 0.045,
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2e-6,
  httpApiRequest: 1e-6,
  sqsFifoRequest: 0.5e-6,
  s3GbMonth: 0.023,
  s3Put: 5e-6,
  s3Get: 0.4e-6,
  egressGb: 0.09,
  logsGb: 0.5,
  metricMonth: 0.3,
  alarmMonth: 0.1,
  kmsKeyMonth: 1,
  kmsRequest: 3e-6,
  secretMonth: 0.4,
  qstashMessage: 1e-5,
  redisCommand: 2e-6,
  neonCuHour: 0.106,
  neonGbMonth: 0.35,
} as const

export const HOURS = 730
export const DAYS = 30.4
