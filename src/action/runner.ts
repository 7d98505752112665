// What the runner tells by its environment: beside the inputs, the only place that reads it.
import { getIDToken } from '@actions/core'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { z } from 'zod'
import { Failure } from '../model/failure.ts'
import { readJson } from '../model/json.ts'
import { present } from '../model/present.ts'
import type { ProxyEnvironment } from '../model/proxy.ts'

/** In both cases, because tools differ. */
const proxyNames = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'] as const

export interface Runner {
  /** `owner/name`. */
  readonly repository?: string
  readonly commit?: string
  readonly runId?: string
  readonly attempt?: string
  readonly actor?: string
  readonly apiUrl: string
  /** The number of the pull request that the run is for. */
  readonly pullRequest?: number
  /** The commit at the end of its branch; `commit` is one that GitHub made by merging it. */
  readonly head?: string
  /** The page of this run. */
  readonly runUrl?: string
  /** The file of the workflow, from the root of the workspace; absent when it is of another repository. */
  readonly workflowPath?: string
  readonly workspace: string
  /** For files that end with the job. */
  readonly temp: string
  /** Absent: there is nowhere to write a summary to. */
  readonly summaryPath?: string
  readonly region?: string
  /** The keys of a user, not those of a session, which end by themselves. */
  readonly storedKeys?: true
  readonly proxyEnvironment: ProxyEnvironment
  /** What a program that we start gets; without our inputs and the runner's own tokens, which may be secret. */
  readonly environment: Readonly<Record<string, string>>
  /** Aborted by SIGINT and SIGTERM; its reason is the Failure to end with. */
  readonly cancelled: AbortSignal
  /** Absent: the job has no right to ask for one. */
  readonly idToken?: (audience: string) => Promise<string>
}

type Environment = Readonly<Partial<Record<string, string>>>

export function readRunner(environment: Environment = process.env): Runner {
  /** The first that is set; an empty variable is none. */
  const first = (...names: readonly string[]): string | undefined =>
    names.map((name) => environment[name]?.trim()).find((value) => value !== undefined && value !== '')
  const repository = first('GITHUB_REPOSITORY')
  const runId = first('GITHUB_RUN_ID')
  const serverUrl = first('GITHUB_SERVER_URL') ?? 'https://github.com'
  return {
    ...present({
      repository,
      commit: first('GITHUB_SHA'),
      runId,
      attempt: first('GITHUB_RUN_ATTEMPT'),
      actor: first('GITHUB_ACTOR'),
      runUrl: repository && runId ? `${serverUrl}/${repository}/actions/runs/${runId}` : undefined,
      workflowPath: workflowPathOf(first('GITHUB_WORKFLOW_REF'), repository),
      summaryPath: first('GITHUB_STEP_SUMMARY'),
      region: first('AWS_REGION', 'AWS_DEFAULT_REGION'),
      storedKeys: first('AWS_ACCESS_KEY_ID')?.startsWith('AKIA') === true ? (true as const) : undefined,
      idToken: first('ACTIONS_ID_TOKEN_REQUEST_URL') === undefined ? undefined : idToken
    }),
    ...readEvent(first('GITHUB_EVENT_PATH')),
    apiUrl: first('GITHUB_API_URL') ?? 'https://api.github.com',
    workspace: first('GITHUB_WORKSPACE') ?? process.cwd(),
    temp: first('RUNNER_TEMP') ?? tmpdir(),
    proxyEnvironment: present(Object.fromEntries(proxyNames.map((name) => [name, first(name)]))),
    environment: Object.fromEntries(
      Object.entries(environment).filter(
        (entry): entry is [string, string] => entry[1] !== undefined && !/^(INPUT_|ACTIONS_)/.test(entry[0])
      )
    ),
    cancelled: listen()
  }
}

/** Of `owner/name/.github/workflows/deploy.yml@refs/heads/main`. */
function workflowPathOf(reference: string | undefined, repository: string | undefined): string | undefined {
  const [path = ''] = reference?.split('@') ?? []
  return repository !== undefined && path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : undefined
}

const eventSchema = z.object({ pull_request: z.object({ number: z.int(), head: z.object({ sha: z.string() }) }) })

/** What started the run, as far as it is of a pull request. */
function readEvent(path: string | undefined): Pick<Runner, 'pullRequest' | 'head'> {
  if (path === undefined || !existsSync(path)) return {}
  const { success, data } = eventSchema.safeParse(readJson(readFileSync(path, 'utf8')))
  return success ? { pullRequest: data.pull_request.number, head: data.pull_request.head.sha } : {}
}

/**
 * The runner sends SIGINT, 7.5 s later SIGTERM, and kills 2.5 s after that: the second must not end us while we undo,
 * so both are listened to until the end.
 */
function listen(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      controller.abort(
        new Failure({
          code: 'CANCELLED',
          sentence: `The run was cancelled (${signal}).`,
          remedy: 'Run it again; it goes on from what is there.'
        })
      )
    })
  return controller.signal
}

async function idToken(audience: string): Promise<string> {
  try {
    return await getIDToken(audience)
  } catch (cause) {
    throw new Failure({
      code: 'CREDENTIALS_MISSING',
      sentence: `GitHub gave no OIDC token: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'Give the job `permissions: { id-token: write, contents: read }` and run it again.',
      cause
    })
  }
}
