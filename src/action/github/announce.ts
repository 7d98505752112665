// What of a run is told on GitHub beside its log: a plan on its pull request, a deployment as one.
import type { Config } from '../../model/config.ts'
import type { Verdicts } from '../../model/verdict.ts'
import { keepComment, planComment } from './comment.ts'
import { beginDeployment } from './deployment.ts'
import { openGitHub } from './github.ts'
import { present } from '../../model/present.ts'
import type { Runner } from '../runner.ts'

/** What was asked for in the settings. */
export interface GitHubRequest {
  readonly token?: string
  readonly environment: string
}

/** Told once, at the end, of verdicts without secrets. */
export type Announce = (verdicts: Verdicts, hide: (text: string) => string) => Promise<void>

/** Undefined: there is nowhere to tell it, or nothing to tell. */
export function announcing(
  { command, name }: Pick<Config, 'command' | 'name'>,
  { token, environment }: GitHubRequest,
  runner: Runner
): Announce | undefined {
  const github = openGitHub(token, runner)
  const { commit, head, runUrl } = runner
  if (!github) return undefined
  if (command === 'plan')
    return (verdicts, hide) => {
      const { body, isNews } = planComment(name, verdicts, head ?? commit)
      return keepComment(github, name, { body: hide(body), isNews })
    }
  if (command !== 'deploy' || commit === undefined) return undefined
  const deployment = beginDeployment(github, { environment, commit, ...present({ runUrl }) })
  return deployment.end
}
