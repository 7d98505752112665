// What runs, as lines of the log and as Markdown. Pure.
import type { Status, Unlike } from '../../model/status.ts'
import { prose, table } from './markdown.ts'

type Row = readonly [title: string, value: string]

/** Each fact with its title; code is marked by backticks. */
function rowsOf({ region, running, rollouts, drift, staleSecrets, site, others = [], unread }: Status): readonly Row[] {
  const rows: readonly (Row | undefined)[] = [
    ['Region', region],
    running
      ? ['Runs', `\`${running.revision}\`${running.image === undefined ? '' : `, \`${running.image}\``}`]
      : undefined,
    running ? undefined : ['Runs', 'there is no service'],
    running?.commit === undefined ? undefined : ['Commit', `\`${running.commit}\``],
    running?.run === undefined
      ? undefined
      : ['Registered by', `run ${running.run}${running.actor === undefined ? '' : ` of ${running.actor}`}`],
    running && ['Good since', running.goodSince ?? 'no run has seen it serve well'],
    running && [
      'Tasks',
      `${running.tasks.running} of ${running.tasks.wanted} run, ${running.tasks.pending} are starting`
    ],
    running && ['Targets', targetsText(running.targets)],
    ...rollouts.map((each): Row => ['Rollout', rolloutText(each)]),
    ['Platform stack', drift.platform],
    ['Service stack', drift.service],
    running && ['Task definition', taskText(drift.task)],
    drift.unlike && [`Beside ${drift.unlike.region}`, unlikeText(drift.unlike)],
    ...staleSecrets.map((stale): Row => ['Secret', staleText(stale)]),
    site && [
      'URL',
      site.answers ? `${site.url} answers` : [`${site.url} does not answer as it should`, ...site.said].join('; ')
    ],
    site?.certificateExpires === undefined
      ? undefined
      : ['Certificate', site.warning ?? `expires ${site.certificateExpires.slice(0, 10)}`],
    ...others.map((text): Row => ['Beside', text]),
    ...unread.map((text): Row => ['Not read', text])
  ]
  return rows.filter((row) => row !== undefined)
}

export const staleText = ({ secret, changed }: Status['staleSecrets'][number]): string =>
  `\`${secret}\` was changed ${changed}; tasks that run have the value before`

export function taskText(task: Status['drift']['task']): string {
  if (task === 'cannot be told') return task
  return task.length === 0 ? 'as asked for' : `differs: ${task.join(', ')}`
}

function unlikeText({ image, settings }: Unlike): string {
  const different = [
    ...(image === undefined ? [] : [`runs another image than \`${image}\``]),
    ...(settings.length === 0 ? [] : [`differs: ${settings.join(', ')}`])
  ]
  return different.join('; ') || 'the same runs'
}

const targetsText = (targets: Readonly<Record<string, number>>): string =>
  Object.entries(targets)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ') || 'none'

const rolloutText = ({ status, revision, began, ended, reason }: Status['rollouts'][number]): string =>
  [
    revision === undefined ? status : `\`${revision}\` ${status}`,
    began && `began ${began}`,
    ended && `ended ${ended}`,
    reason
  ]
    .filter((part) => part !== undefined)
    .join(', ')

/** @param isOne of several regions each line names its own already. */
export const statusLines = (status: Status, isOne = true): readonly string[] =>
  (isOne ? rowsOf(status) : rowsOf(status).filter(([title]) => title !== 'Region')).map(
    ([title, value]) => `${title}: ${value.replaceAll('`', '')}`
  )

export const statusMarkdown = (status: Status): string =>
  table(
    ['', ''],
    rowsOf(status).map(([title, value]) => [title, prose(value)])
  )
