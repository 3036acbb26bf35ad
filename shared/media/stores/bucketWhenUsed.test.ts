import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { bucketWhenUsed } from './index.ts'

it('reports a source that broke before the S3 SDK was loaded, and does not crash', async () => {
  const source = new Readable({ read: () => undefined })
  const put = bucketWhenUsed({ bucket: 'media', region: 'us-east-1' }).put('apps/a/x', source, {
    contentType: 'text/plain',
  })
  source.destroy(new Error('the source broke'))
  await expect(put).rejects.toThrow('the source broke')
})
