import { expect, it } from 'vitest'
import { standard } from './synth.ts'

/** Hosts and ARNs of one partition of AWS, such as `aws-cn`. The names of services are equal in all partitions. */
const OF_ONE_PARTITION = /arn:aws(-cn|-us-gov)?:|\.amazonaws\.com/
const SERVICE = /^(:role\/aws-service-role\/)?[a-z.-]+\.amazonaws\.com(\/|$)/
/**
 * The CDK lets the account use the key through Secrets Manager of the partition `aws`, in one statement of the key's policy. The policies
 * of the roles allow the same in each partition.
 */
const OF_THE_CDK = ['.amazonaws.com']

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

it('names no host and no ARN that only one partition of AWS has', () => {
  const { template, dataTemplate } = standard()
  const texts = [template, dataTemplate].flatMap((one) => textsIn(one.toJSON()))
  expect(texts.length).toBeGreaterThan(1_000)
  const named = texts.filter((text) => OF_ONE_PARTITION.test(text) && !SERVICE.test(text))
  expect(named).toEqual(OF_THE_CDK)
})
