import { adminDocument, publicDocument } from '#functions/api/openapi/index.ts'

/** Returns the content of each file that derives from the contract, by its path in the repository. */
export async function derivedFiles(): Promise<Record<string, string>> {
  return {
    'openapi.json': json(await publicDocument()),
    'openapi.admin.json': json(adminDocument()),
  }
}

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
