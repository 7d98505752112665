// GitHub's API, where a run is told beside its log. What fails there never fails the run.
import { debug, info } from '@actions/core'
import type { getOctokit } from '@actions/github'
import { present } from '../../model/present.ts'
import { inert, linesOf } from '../log/line.ts'
import { maskShapes } from '../secrecy/mask.ts'
import type { Runner } from '../runner.ts'

export type Octokit = ReturnType<typeof getOctokit>['rest']

export interface Repository {
  readonly owner: string
  readonly repo: string
}

export interface GitHub {
  readonly pullRequest?: number
  /**
   * Undefined when it failed. A right that the token lacks is said to the debug log only: a fork has none of them, and
   * who wants no comment grants none.
   */
  readonly ask: <T>(what: string, call: (rest: Octokit, repository: Repository) => Promise<T>) => Promise<T | undefined>
}

/** A call at most; of a run that was cancelled, which GitHub kills 10 s after it was asked to end. */
const mostMilliseconds = { usual: 10_000, cancelled: 1_500 }

/** Undefined without a token or outside of a repository. */
export function openGitHub(
  token: string | undefined,
  { repository, apiUrl, pullRequest, cancelled }: Pick<Runner, 'repository' | 'apiUrl' | 'pullRequest' | 'cancelled'>
): GitHub | undefined {
  const [owner, repo] = repository?.split('/') ?? []
  if (token === undefined || owner === undefined || repo === undefined) return undefined
  // Loaded by the first call: most runs of the action need it late or not at all.
  let opened: Promise<Octokit> | undefined
  const open = async (): Promise<Octokit> => {
    const { getOctokit } = await import('@actions/github')
    const { hook, rest } = getOctokit(token, { baseUrl: apiUrl })
    // The library's own fetch goes through the proxy of the job.
    hook.before('request', (options) => {
      options.request.signal = AbortSignal.timeout(
        cancelled.aborted ? mostMilliseconds.cancelled : mostMilliseconds.usual
      )
    })
    return rest
  }
  return {
    ...present({ pullRequest }),
    ask: async (what, call) => {
      try {
        opened ??= open()
        return await call(await opened, { owner, repo })
      } catch (error) {
        tell(what, error)
        return undefined
      }
    }
  }
}

function tell(what: string, error: unknown): void {
  const text = maskShapes(error instanceof Error ? error.message : String(error))
  if (isForbidden(error)) debug(`GitHub did not take ${what}: ${text}`)
  else info(inert(`GitHub did not take ${what}: ${linesOf(text)[0] ?? ''}`))
}

/** Not the 403 of a rate limit, which passes. */
function isForbidden(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error)) return false
  const { status } = error
  return status === 401 || status === 404 || (status === 403 && !/rate limit/i.test(error.message))
}
