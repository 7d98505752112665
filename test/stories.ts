// Rollouts as people know them, each with the end that it should have: run on the simulated region
// (test/simulation/stories.test.ts) and with real containers on the local AWS (test/e2e/causes.test.ts).
import type { FailureCode } from '../src/model/failure.ts'
import type { VerdictName } from '../src/model/verdict.ts'

/** What becomes of a version once its tasks are started. Seconds, of AWS. */
export type Fate =
  | { readonly does: 'serve'; readonly readyAfter: number }
  /** It never answers before. */
  | { readonly does: 'crash'; readonly after: number }
  | { readonly does: 'end' }
  | { readonly does: 'eat memory' }
  | { readonly does: 'listen'; readonly host: string; readonly port: number }
  | { readonly does: 'answer'; readonly status: number }
  | { readonly does: 'not start'; readonly lacks: 'program' | 'processor' | 'image' | 'secret' }

export interface Story {
  readonly name: string
  readonly fate: Fate
  readonly verdict: VerdictName
  /** Absent where nothing failed. */
  readonly cause?: { readonly code: FailureCode; readonly sentence: RegExp; readonly remedy: RegExp }
  /** In what is printed beside the cause. */
  readonly shows?: RegExp
}

const rolledBack = (
  name: string,
  fate: Fate,
  ...[code, sentence, remedy]: readonly [FailureCode, RegExp, RegExp]
): Story => ({ name, fate, verdict: 'rolled-back', cause: { code, sentence, remedy } })

export const stories: readonly Story[] = [
  { name: 'answers its health check after 8 s', fate: { does: 'serve', readyAfter: 8 }, verdict: 'deployed' },
  {
    ...rolledBack(
      'crashes at its start',
      { does: 'crash', after: 0 },
      'CRASH_LOOP',
      /ended with an error \(exit code 1\)/,
      /last lines of its log/
    ),
    shows: /the database is not there/
  },
  {
    ...rolledBack(
      'crashes after it has tried to start for 20 s',
      { does: 'crash', after: 20 },
      'CRASH_LOOP',
      /ended with an error \(exit code 1\)/,
      /last lines of its log/
    ),
    shows: /the database is not there/
  },
  rolledBack(
    'ends without an error',
    { does: 'end' },
    'CRASH_LOOP',
    /ended by itself, without an error \(exit code 0\)/,
    /must stay in the foreground/
  ),
  rolledBack(
    'takes more memory than it has',
    { does: 'eat memory' },
    'OUT_OF_MEMORY',
    /used more than its \d+ MiB of memory/,
    /Raise `memory`/
  ),
  rolledBack(
    'listens on another port',
    { does: 'listen', host: '0.0.0.0', port: 3000 },
    'WRONG_PORT',
    /says that it listens on port 3000; the load balancer asks on port 8080 \(`container-port`\)/,
    /Set `container-port: 3000`/
  ),
  rolledBack(
    'listens on the loopback address alone',
    { does: 'listen', host: '127.0.0.1', port: 8080 },
    'WRONG_PORT',
    /listens on port 8080 of the loopback address alone/,
    /listen on 0\.0\.0\.0/
  ),
  rolledBack(
    'has no such health path',
    { does: 'answer', status: 404 },
    'TARGET_UNHEALTHY',
    /answers \/\S* with 404, not with 200-399/,
    /Set `health-check-path` to a path that the app has/
  ),
  rolledBack(
    'fails at its health path',
    { does: 'answer', status: 503 },
    'TARGET_UNHEALTHY',
    /answers \/\S* with 503, not with 200-399/,
    /the last lines of its log tell why/
  ),
  rolledBack(
    'has no such entry point',
    { does: 'not start', lacks: 'program' },
    'CRASH_LOOP',
    /could not be started: `\/app\/none` is not in the image/,
    /ENTRYPOINT and CMD/
  ),
  rolledBack(
    'is built for another processor',
    { does: 'not start', lacks: 'processor' },
    'ARCHITECTURE_MISMATCH',
    /built for another processor than linux\/\w+/,
    /Set `architecture`/
  ),
  rolledBack(
    'is not in the repository',
    { does: 'not start', lacks: 'image' },
    'IMAGE_UNPULLABLE',
    /The image is not in the repository \(\S+@sha256:0+\)/,
    /Push it again/
  ),
  rolledBack(
    'wants a secret that is not there',
    { does: 'not start', lacks: 'secret' },
    'SECRET_UNREADABLE',
    /arn:aws:secretsmanager:\S+:secret:none-AbCdEf/,
    /`secrets`/
  )
]
