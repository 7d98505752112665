// What docker prints, read and narrowed; pure.
import { mapOf, readJson } from '../model/json.ts'
import type { Builder } from './arguments.ts'

/**
 * Clients from 23 on have no BuildKit of their own any more: without the plugin they know the legacy builder only.
 * @param version of `docker version`. @param buildx whether `docker buildx version` worked.
 */
export function readBuilder(version: string, buildx: boolean): Builder {
  if (buildx) return 'buildx'
  // Without an engine the client prints its own version alone.
  const [client = '', engine = ''] = version.trim().split(/\s+/)
  const [ours, theirs] = [majorOf(client), majorOf(engine)]
  return ours >= 18 && ours < 23 && theirs >= 18 ? 'buildkit' : 'legacy'
}

const majorOf = (version: string): number => Number(/^(\d+)\./.exec(version)?.[1] ?? 0)

/** `sha256:... linux/amd64` of `docker image inspect`. */
export function readInspect(output: string): { readonly id: string; readonly platform: string } | undefined {
  const [id, platform] = output.trim().split(/\s+/)
  return id === undefined || platform === undefined ? undefined : { id, platform }
}

/** The digest in what `docker buildx imagetools inspect` prints of a manifest. */
export function readManifest(manifest: string): string | undefined {
  const { digest } = mapOf(readJson(manifest))
  return typeof digest === 'string' ? digest : undefined
}

/** `v1: digest: sha256:... size: 528`, the last line of a push. */
export const readDigest = (lines: readonly string[]): string | undefined =>
  lines
    .map((line) => /\bdigest: (sha256:[0-9a-f]{64})\b/.exec(line)?.[1])
    .filter((digest) => digest !== undefined)
    .at(-1)

/** Not BuildKit's digest of each step, and not the layers that wait for their turn in a push, or where it goes. */
export const isNews = (line: string): boolean =>
  !/^(#\d+ sha256:[0-9a-f]{64}|[0-9a-f]{12}: (Preparing|Waiting)|The push refers to repository .*)$/.test(line)

/** Of what may pass: the fourth is the last one. */
export const mostTries = 4

export type PushError = 'tag-taken' | 'transient' | 'refused'

/** What a failed push or login means for the next try (F4). */
export function readPushError(lines: readonly string[]): PushError {
  const text = lines.join('\n')
  if (/ImageTagAlreadyExists|is immutable|cannot be overwritten/i.test(text)) return 'tag-taken'
  return transient.some((pattern) => pattern.test(text)) ? 'transient' : 'refused'
}

const transient: readonly RegExp[] = [
  /i\/o timeout|TLS handshake timeout|Client\.Timeout|context deadline exceeded|request canceled/i,
  /connection (reset|refused)|broken pipe|use of closed network connection|\bEOF\b/i,
  /(HTTP status|status code|status):? ?(from [A-Z]+ request to \S+: )?(429|5\d\d)/i,
  /\b(429 Too Many Requests|500 Internal Server Error|502 Bad Gateway|503 Service Unavailable|504 Gateway Time-?out)\b/i,
  /toomanyrequests|Temporary failure in name resolution|server misbehaving|blob upload (unknown|invalid)/i
]

/** The last line that says something. */
export const lastLine = (lines: readonly string[]): string =>
  lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .at(-1) ?? 'docker says nothing'
