// Where an app says that it listens, in the words of the usual frameworks.

export interface Listening {
  readonly port: number
  /** Reached from inside the container only. */
  readonly loopback: boolean
}

/** Others that a line may tell of: what the app connects to, and ports that no visitor is meant for. */
const others =
  /debugger|inspector|metrics|admin|^(?!.*\blistening\b).*(?:connect|database|migrat|redis|sql|mongo|kafka)/i
const words = /\b(listening|running|started|serving|ready|bound|available|accepting)\b/i
const address = /(\[?::1?\]?|\d{1,3}(?:\.\d{1,3}){3}|localhost|\*):(\d{2,5})\b/i
const portAlone = /\b(?:port(?:\(s\))?\s*[:=]?|listening(?: and serving http)? on)\s*:?(\d{2,5})\b(?![.:]\d)/i
const loopback = /^(127\.|localhost$|\[?::1\]?$)/i

/** @returns what each line says, in order; a line that says nothing of it is left out. */
export const listeningIn = (log: readonly string[]): readonly Listening[] =>
  log.flatMap((line) => {
    if (!words.test(line) || others.test(line)) return []
    const [, host, port] = address.exec(line) ?? []
    if (host !== undefined && port !== undefined) return [{ port: Number(port), loopback: loopback.test(host) }]
    const alone = portAlone.exec(line)?.[1]
    return alone === undefined ? [] : [{ port: Number(alone), loopback: false }]
  })
