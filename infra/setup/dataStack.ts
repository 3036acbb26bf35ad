import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { PROJECT_FOLDER } from '../build/bundle.ts'
import { namesOf } from '../names.ts'

const outputsSchema = z.record(z.string(), z.object({ SecretArn: z.string() }))

/**
 * Deploys the data stack of a stage.
 * @param options arguments of the CDK, such as a profile
 * @returns the ARN of the secret
 * @throws Error if the CDK fails
 */
export async function deployDataStack(
  stage: string | undefined,
  options: readonly string[],
): Promise<string> {
  const stack = namesOf(stage).dataStack
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-setup-'))
  const outputs = path.join(folder, 'outputs.json')
  try {
    const cdk = spawn(
      path.join(PROJECT_FOLDER, 'node_modules/.bin/cdk'),
      [
        'deploy',
        stack,
        '--exclusively',
        '--require-approval',
        'never',
        '--outputs-file',
        outputs,
        ...(stage === undefined ? [] : ['-c', `stage=${stage}`]),
        ...options,
      ],
      { cwd: PROJECT_FOLDER, stdio: ['ignore', 'inherit', 'inherit'] },
    )
    const [code] = await once(cdk, 'exit')
    if (code !== 0) throw new Error(`cdk deploy exited with code ${code}`)
    const arn = outputsSchema.parse(JSON.parse(await readFile(outputs, 'utf8')))[stack]?.SecretArn
    if (arn === undefined) throw new Error(`${stack} has no output SecretArn`)
    return arn
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
