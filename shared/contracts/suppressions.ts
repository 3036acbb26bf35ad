/** Origin of a suppression: the person's own message, or the API. */
export const SUPPRESSION_SOURCES = ['reply', 'api'] as const
export type SuppressionSource = (typeof SUPPRESSION_SOURCES)[number]
