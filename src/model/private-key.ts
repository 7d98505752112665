// A private key in lines of text: only its first and its last one say so, so that it is taken out before anything is cut.

/** Stands where something was that must not be read. */
export const blank = '***'

const begin = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/
const edges = /-----(?:BEGIN|END) [A-Z0-9 ]*PRIVATE KEY-----/g

export const beginsKey = (text: string): boolean => begin.test(text)

export interface KeylessLine {
  readonly text: string
  /** The next line is still part of the key. */
  readonly inKey: boolean
}

/** One line of a stream; `inKey` is what the line before it said. Where one key ends the next may begin. */
export function withoutKey(line: string, inKey: boolean): KeylessLine {
  const start = inKey ? 0 : line.search(begin)
  if (start === -1) return { text: line, inKey: false }
  const last = line.match(edges)?.at(-1)
  return { text: line.slice(0, start) + blank, inKey: last === undefined ? inKey : begin.test(last) }
}

/** What a line of a key is, whatever docker or a logger put before it; or a text of JSON that has the line. */
const body = /(?:^|\s)[A-Za-z0-9+/]+={0,2}\s*$|"[A-Za-z0-9+/]+={0,2}(?:\\[nr])*"/

/** Lines that belong together: as many come back. Somebody may have cut them within a key already, so that only its end is there. */
export function withoutKeys(lines: readonly string[]): readonly string[] {
  const keyless: string[] = []
  let inKey = false
  for (const line of lines) {
    const [first] = line.match(edges) ?? []
    const isCut = !inKey && first !== undefined && !begin.test(first)
    for (let at = keyless.length - 1; isCut && body.test(keyless[at] ?? ''); at--) keyless[at] = blank
    const next = withoutKey(line, inKey || isCut)
    keyless.push(next.text)
    inKey = next.inKey
  }
  return keyless
}
