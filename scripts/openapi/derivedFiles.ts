import { adminDocument, publicDocument } from '#functions/api/openapi/index.ts'
import { generateSdk } from '../../packages/sdk/generate/index.ts'
import { errorsPage } from './errorsPage.ts'
import { eventsPage } from './eventsPage.ts'

/** Returns the content of each file that derives from the contract, by its path in the repository. */
export async function derivedFiles(): Promise<Record<string, string>> {
  const document = await publicDocument()
  const admin = adminDocument()
  const sdk = { ...(await generateSdk(document, '')), ...(await generateSdk(admin, 'admin')) }
  return {
    'openapi.json': json(document),
    'openapi.admin.json': json(admin),
    ...Object.fromEntries(
      Object.entries(sdk).map(([name, source]) => [`packages/sdk/src/generated/${name}`, source]),
    ),
    'docs/errors.md': errorsPage(),
    'docs/events.md': eventsPage(document),
  }
}

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
