type Paths = Record<string, Record<string, { operationId?: string }>>

/** Copies a document, with a PATCH beside each PUT. The document lists only PUT, and PATCH does the same. */
export function addPatch<Document extends object>(document: Document): Document {
  const copy = structuredClone(document)
  for (const item of Object.values((copy as unknown as { paths: Paths }).paths))
    if (item.put) item.patch = { ...item.put, operationId: `${item.put.operationId}ByPatch` }
  return copy
}
