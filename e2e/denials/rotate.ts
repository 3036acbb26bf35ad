import { describe, expect, it } from 'vitest'
import { untriedGrants } from '../support/grants.ts'
import { FIRST, startRotation } from '../support/rotation.ts'
import type { DenialStage } from './stage.ts'

const PERMISSIONS = [
  'secretsmanager:GetSecretValue',
  'kms:Decrypt via secretsmanager',
  'secretsmanager:PutSecretValue',
  'kms:GenerateDataKey via secretsmanager',
  'secretsmanager:DescribeSecret',
  'secretsmanager:UpdateSecretVersionStage',
  'cloudfront:GetDistribution',
  'cloudfront:GetDistributionConfig',
  'cloudfront:UpdateDistribution',
]

export function rotateDenials({ folderOf }: DenialStage): void {
  describe('the rotation of the header of the edge', () => {
    const tried = new Set<string>()

    it.each(PERMISSIONS)(
      'fails without %s while CloudFront sends an accepted value, and ends with the next rotation',
      async (permission) => {
        const { aws, run, state, versions, accepted, refused } = await startRotation()
        const allow = aws.deny('rotate', permission)
        await expect(run('v2')).rejects.toThrow(`is not authorized to perform: ${permission}`)
        for (const grant of aws.triedBy('rotate')) tried.add(grant)
        expect(await accepted()).toContain(state.served)
        allow()
        // Secrets Manager repeats a rotation with the same version.
        await run('v2')
        const [value] = await accepted()
        expect(value).not.toBe(FIRST)
        expect([state.served, state.updates, versions.size, refused]).toEqual([value, 1, 2, []])
      },
    )

    it('has a denial of each grant that the calls of rotate need', async () => {
      const bundle = { folder: folderOf('rotate'), first: 'index.mjs' }
      expect(await untriedGrants('rotate', tried, bundle)).toEqual([])
    })
  })
}
