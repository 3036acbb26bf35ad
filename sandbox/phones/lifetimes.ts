/** The lifetimes of messages that WhatsApp offers, in seconds; 0 keeps messages. */
export const LIFETIMES = [0, 86_400, 604_800, 7_776_000] as const
