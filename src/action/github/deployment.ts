// A run as a deployment on GitHub: in progress, then how it ended.
import { present } from '../../model/present.ts'
import { isGood, worstOf, type Verdicts } from '../../model/verdict.ts'
import type { GitHub } from './github.ts'

export interface GitHubDeployment {
  readonly end: (verdicts: Verdicts, hide: (text: string) => string) => Promise<void>
}

export interface DeploymentRequest {
  readonly environment: string
  readonly commit: string
  /** The page of the run. */
  readonly runUrl?: string
}

interface DeploymentStatus {
  readonly state: 'in_progress' | 'success' | 'failure'
  readonly description?: string
  readonly environment_url?: string
}

/** Begun beside the run, which does not wait for it. */
export function beginDeployment(github: GitHub, { environment, commit, runUrl }: DeploymentRequest): GitHubDeployment {
  const link = runUrl === undefined ? {} : { log_url: runUrl }
  const begun = begin()
  return {
    end: async (verdicts, hide) => {
      const id = await begun
      if (id !== undefined) await tell('how the deployment ended', id, statusOf(verdicts, hide))
    }
  }

  async function begin(): Promise<number | undefined> {
    const id = await github.ask('the deployment', async (rest, repository) => {
      const { data } = await rest.repos.createDeployment({
        ...repository,
        ref: commit,
        environment,
        // What the checks of the commit say was for the workflow to decide, which has begun.
        required_contexts: [],
        auto_merge: false
      })
      return 'id' in data ? data.id : undefined
    })
    if (id !== undefined) await tell('that the deployment is in progress', id, { state: 'in_progress' })
    return id
  }

  async function tell(what: string, id: number, status: DeploymentStatus): Promise<void> {
    await github.ask(what, (rest, repository) =>
      rest.repos.createDeploymentStatus({ ...repository, ...link, ...status, deployment_id: id })
    )
  }
}

/** GitHub takes no longer description. */
const mostCharacters = 140

function statusOf(verdicts: Verdicts, hide: (text: string) => string): DeploymentStatus {
  const worst = worstOf(verdicts)
  const url = verdicts.map(({ facts }) => facts.url).find((each) => each !== undefined)
  const text = hide('failure' in worst ? worst.failure.sentence.replaceAll('`', '') : worst.verdict)
  return {
    state: isGood(worst) ? 'success' : 'failure',
    description: text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`,
    ...present({ environment_url: url })
  }
}
