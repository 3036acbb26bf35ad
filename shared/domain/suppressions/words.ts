import { foldPhrase } from '../chatbot/foldText.ts'

/**
 * Default stop words. The English words are those of Twilio and of the FCC's rule on consent, and `arrêt` is that of Canada's code. The
 * Turkish `ret` is the word of commercial SMS. The other words are common in each language: Turkish, English, German, Spanish,
 * Portuguese, French.
 */
export const STOP_WORDS: readonly string[] = [
  ...['dur', 'durdur', 'iptal', 'ret', 'çık', 'çıkış', 'abonelikten çık', 'mesaj almak istemiyorum'],
  ...['stop', 'stop all', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke'],
  ...['opt out', 'opt-out', 'optout'],
  ...['stopp', 'abmelden', 'abmeldung', 'abbestellen', 'austragen'],
  ...['baja', 'dar de baja', 'darme de baja', 'alto', 'parar', 'detener', 'cancelar', 'cancelar suscripción'],
  ...['sair', 'pare', 'descadastrar', 'remover', 'cancelar inscrição'],
  ...['arrêt', 'arrêter', 'désabonner', 'me désabonner', 'désabonnement'],
  ...['désinscrire', 'me désinscrire', 'désinscription'],
]

/** Default start words, in the same languages. A word such as `yes` also answers a question, and is therefore none. */
export const START_WORDS: readonly string[] = [
  ...['başla', 'başlat', 'abone ol'],
  ...['start', 'unstop', 'subscribe', 'opt in', 'opt-in', 'optin'],
  ...['anmelden', 'abonnieren'],
  ...['alta', 'dar de alta', 'darme de alta', 'iniciar', 'suscribirme'],
  ...['começar', 'inscrever', 'cadastrar'],
  ...['démarrer', "m'abonner", 'me réinscrire'],
]

/** Maximum length of a word or phrase, in UTF-16 units. */
export const MAX_WORD = 60

/** Folds words as messages are folded, without repetitions. */
export function foldWords(words: readonly string[]): string[] {
  return [...new Set(words.map(foldPhrase))]
}

export const STOP_PHRASES = foldWords(STOP_WORDS)
export const START_PHRASES = foldWords(START_WORDS)
