// What of a status somebody should look at, as a Markdown list: the text of the nightly issue. Pure.
import type { Drift, Running, SiteTold, StackDrift, Status } from '../../model/status.ts'
import { prose, withoutAccounts } from './markdown.ts'
import { staleText, taskText } from './status.ts'

/** Of statuses without secrets; empty when there is nothing. Whoever reads an issue reads it: account ids are not told. */
export function foundIn(statuses: readonly Status[]): string {
  const isOne = statuses.length === 1
  return statuses
    .flatMap((status) => sentencesOf(status).map((line) => (isOne ? line : `${status.region}: ${line}`)))
    .map((line) => `- ${withoutAccounts(prose(line))}`)
    .join('\n')
}

const sentencesOf = ({ running, drift, staleSecrets, site, others = [] }: Status): readonly string[] => [
  ...(running ? runningOf(running) : ['no service runs.']),
  ...(running ? driftLines(drift) : []),
  ...staleSecrets.map((stale) => `the secret ${staleText(stale)}.`),
  ...(site ? siteLines(site) : []),
  ...others
]

/** What comes and goes with each rollout, such as `draining`, is nothing to look at. */
const runningOf = ({ tasks, targets }: Running): readonly string[] => [
  ...(tasks.running < tasks.wanted ? [`${tasks.running} of ${tasks.wanted} tasks run.`] : []),
  ...Object.entries(targets)
    .filter(([state]) => /^un(healthy|available)/.test(state))
    .map(([state, count]) => `${count} ${count === 1 ? 'target is' : 'targets are'} ${state}.`)
]

function driftLines({ platform, service, task, unlike }: Drift): readonly string[] {
  return [
    ...stackOf('platform', platform),
    ...stackOf('service', service),
    ...(task === 'cannot be told' || task.length === 0 ? [] : [`the task definition ${taskText(task)}.`]),
    ...(unlike?.image === undefined ? [] : [`another image runs than in ${unlike.region}.`]),
    ...(unlike === undefined || unlike.settings.length === 0
      ? []
      : [`the task definition is not that of ${unlike.region}: ${unlike.settings.join(', ')}.`])
  ]
}

function stackOf(which: string, drift: StackDrift): readonly string[] {
  if (drift === 'as asked for' || drift === 'cannot be told') return []
  return [`the ${which} stack is ${drift === 'differs' ? 'not as it is asked for' : drift}.`]
}

const siteLines = ({ url, answers, said, warning }: SiteTold): readonly string[] => [
  ...(answers ? [] : [`${url} does not answer as it should: ${said.join(' ')}`]),
  ...(warning === undefined ? [] : [warning])
]
