/** Actions that an API key allows. Each key allows all actions. */
export const KEY_SCOPES = ['read', 'send', 'manage'] as const
