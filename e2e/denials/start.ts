import { describe, expect, it } from 'vitest'
import type { DenialStage } from './stage.ts'

const PERMISSIONS = ['secretsmanager:GetSecretValue', 'kms:Decrypt via secretsmanager']

export function startDenials({ aws, start, denied }: DenialStage): void {
  describe('a start without the permission to read its secret', () => {
    it.each(
      (['api', 'events', 'jobs', 'sweeper'] as const).flatMap((name) =>
        PERMISSIONS.map((permission) => [name, permission] as const),
      ),
    )('fails, and names the permission: %s without %s', async (name, permission) => {
      const allow = aws.deny(name, permission)
      await expect(start(name)).rejects.toThrow(`is not authorized to perform: ${permission}`)
      allow()
    })

    it.each(PERMISSIONS)('fails a deploy, and not its rollback: migrate without %s', async (permission) => {
      const migrate = await start('migrate')
      const step = (RequestType: string, before?: string) => ({
        RequestType,
        ResourceProperties: { step: 'schema', synthesizedAt: '2026-11-30T10:00:00.000Z' },
        ...(before && { OldResourceProperties: { step: 'schema', synthesizedAt: before } }),
      })
      await denied(migrate, 'migrate', permission, async () => {
        await expect(migrate.invoke(step('Create'))).rejects.toThrow('is not authorized')
        await migrate.invoke(step('Update', '2026-12-01T10:00:00.000Z'))
      })
      await expect.poll(() => migrate.log()).toContain('migrate.failed')
    })
  })
}
