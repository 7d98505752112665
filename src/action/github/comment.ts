// The plan as a comment of the pull request: one for each name, kept as it is today.
import { worstOf, type Verdict, type Verdicts } from '../../model/verdict.ts'
import type { GitHub, Octokit, Repository } from './github.ts'
import { failureMarkdown } from '../report/failure.ts'
import { prose, withoutAccounts } from '../report/markdown.ts'
import { causesOf } from '../report/regions.ts'
import { previewMarkdown } from '../report/preview.ts'
import { headline } from '../report/preview-words.ts'

/** GitHub refuses a comment of more characters. */
const mostCharacters = 65_536
/** Of all failures together, so that each is there, and the plans of other regions. */
const mostEvidenceBytes = 40_000

export interface PlanComment {
  readonly body: string
  /** Where there is no comment yet, one that says "nothing" is not made. */
  readonly isNews: boolean
}

/**
 * Of verdicts without secrets. Whoever reads a pull request reads it: account ids are not told.
 * @param commit what was planned.
 */
export function planComment(name: string, verdicts: Verdicts, commit?: string): PlanComment {
  const isOne = verdicts.length === 1
  const causes = causesOf(verdicts)
  const parts = [
    ...causes.flatMap(({ failure, where }) => failureMarkdown(failure, where, mostEvidenceBytes / causes.length)),
    ...verdicts.flatMap((verdict) =>
      'failure' in verdict ? [] : [partOf(verdict, isOne ? undefined : verdict.facts.region)]
    )
  ]
  const of = commit === undefined ? [] : [`<sub>Of ${commit.slice(0, 7)}</sub>`]
  const head = `${markerOf(name)}\n### ${prose(name)}\n\n`
  return {
    body: head + cut(withoutAccounts([...parts, ...of].join('\n\n')), mostCharacters - head.length),
    isNews: 'failure' in worstOf(verdicts) || verdicts.some(({ facts }) => facts.hasChanges)
  }
}

const markerOf = (name: string): string => `<!-- slipway plan: ${name} -->`

function partOf(verdict: Verdict, region: string | undefined): string {
  const where = region === undefined ? '' : `${prose(region)}: `
  if (!('preview' in verdict)) return `${where}${verdict.verdict}`
  return [
    `<details><summary>${where}${prose(headline(verdict.preview))}</summary>`,
    previewMarkdown(verdict.preview),
    '</details>'
  ].join('\n\n')
}

/** At the end of a line, and said at the start: the end is folded. An open `<details>` does no harm: GitHub closes it. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const note = 'This is cut off; the whole plan is in the summary of the run.\n\n'
  const start = text.slice(0, most - note.length)
  return note + start.slice(0, Math.max(start.lastIndexOf('\n'), 0))
}

/** Made, changed or left as it is; on anything but a pull request nothing happens. */
export async function keepComment(github: GitHub, name: string, { body, isNews }: PlanComment): Promise<void> {
  const { pullRequest } = github
  if (pullRequest === undefined) return
  await github.ask('the comment with the plan', async (rest, repository) => {
    const earlier = await find(rest, { ...repository, issue_number: pullRequest }, markerOf(name))
    if (earlier?.body === body) return
    if (earlier) await rest.issues.updateComment({ ...repository, comment_id: earlier.id, body })
    else if (isNews) await rest.issues.createComment({ ...repository, issue_number: pullRequest, body })
  })
}

/** Anybody may write our marker; only who may write to the repository, or an app, is taken for us. */
const insiders: readonly string[] = ['OWNER', 'MEMBER', 'COLLABORATOR']

async function find(rest: Octokit, issue: Repository & { readonly issue_number: number }, marker: string) {
  for (let page = 1; ; page++) {
    const { data } = await rest.issues.listComments({ ...issue, per_page: 100, page })
    const found = data.find(
      ({ body, user, author_association: association }) =>
        body?.startsWith(marker) === true && (user?.type === 'Bot' || insiders.includes(association))
    )
    if (found || data.length < 100) return found
  }
}
