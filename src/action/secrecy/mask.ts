// Blanks out what must not be read: known values, and shapes that are secrets wherever they stand.
import { beginsKey, blank, withoutKey, type KeylessLine } from '../../model/private-key.ts'

/**
 * Each is global, and its first group, which may be empty, is what stands before the secret: that stays, so that a line
 * still tells what it is about.
 */
const shapes: readonly RegExp[] = [
  /()\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /(\baws_?(?:secret_?access_?key|session_?token)["']?\s*[:=]\s*["']?)[A-Za-z0-9/+=]{16,}/gi,
  /()\bgh[oprsu]_[A-Za-z0-9]{20,}\b/g,
  /()\bgithub_pat_[A-Za-z0-9_]{20,}\b/g,
  /()\bglpat-[\w-]{20,}/g,
  /()\bnpm_[A-Za-z0-9]{30,}\b/g,
  /()\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g,
  /()\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /()\bdckr_[op]at_[\w-]{20,}/g,
  /()\bhv[bs]\.[\w-]{20,}/g,
  /()\bsk-(?:ant|proj|svcacct)-[\w-]{20,}/g,
  /(\bhooks\.slack\.com\/services\/)[\w/]+/g,
  /([?&](?:sig|X-Amz-Signature)=)[^\s&"'*]+/gi,
  /()\b[rs]k_live_[A-Za-z0-9]{16,}\b/g,
  /()\bAIza[\w-]{35}/g,
  /()\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g,
  /(\bauthorization["']?\s*[:=]\s*["']?(?:bearer|basic)\s+)[\w+/=.~-]+/gi,
  /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/:@]*:[^\s/]+(?=@)/gi
]

export interface MaskedLines {
  readonly lines: readonly string[]
  readonly inKey: boolean
}

export const maskShapes = (text: string): string =>
  shapes.reduce((rest, shape) => rest.replace(shape, `$1${blank}`), text)

/** One line of a stream; `inKey` is what the line before it said. */
function maskLine(line: string, inKey: boolean): KeylessLine {
  const keyless = withoutKey(line, inKey)
  return { ...keyless, text: maskShapes(keyless.text) }
}

/** Lines that belong together: as many come back, so that they stay where they were. */
export function maskLines(lines: readonly string[], inKey = false): MaskedLines {
  const masked: string[] = []
  let within = inKey
  for (const line of lines) {
    const next = maskLine(line, within)
    masked.push(next.text)
    within = next.inKey
  }
  return { lines: masked, inKey: within }
}

export const hasSecretShape = (text: string): boolean => beginsKey(text) || maskShapes(text) !== text

/** Shorter ones are left: masking `1` or `abc` would blank out half of the log and protect nothing. */
const shortest = 4

/** No secret, and by it we see where any other key begins and ends. */
const edgeOfKey = /^-----(?:BEGIN|END) [A-Z0-9 ]*PRIVATE KEY-----$/

/** What a log may show of these values: each line of theirs, because a log is masked line by line. */
export const maskable = (values: readonly string[]): readonly string[] =>
  [...new Set(values.flatMap((value) => [value, ...value.split(/\r?\n/)]).map((value) => value.trim()))]
    .flatMap((value) => [value, ...inJson(value)])
    .filter((value) => value.length >= shortest && !edgeOfKey.test(value))
    // The longest first, or a part would be blanked out and the rest of the whole stay readable.
    .sort((a, b) => b.length - a.length)

/** Where a quote has a backslash before it. */
const inJson = (line: string): readonly string[] => (/["\\]/.test(line) ? [JSON.stringify(line).slice(1, -1)] : [])

export const maskValues = (text: string, values: readonly string[]): string =>
  values.reduce((rest, value) => rest.replaceAll(value, blank), text)
