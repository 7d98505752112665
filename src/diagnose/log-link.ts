// Where the console shows what a container wrote.
import type { StoppedTask } from '../model/evidence.ts'
import { logStream } from '../model/names.ts'
import type { Task } from '../model/service.ts'

/** Partition -> the console's domain; what is not here gets no link rather than a wrong one. */
const domains: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com'
}

/** Of the last task that wrote something, or else of the last one with a container that ran. */
export function logLinkOf(stopped: readonly StoppedTask[], logGroup: string): string | undefined {
  const last =
    stopped.findLast(({ log }) => log.length > 0) ??
    stopped.findLast(({ task }) => task.containers.some(({ exitCode }) => exitCode !== undefined))
  return last && logLink(last.task, logGroup)
}

/** The stream of the task's container; the group, where sidecars leave open which one it was. */
function logLink({ arn, containers }: Task, logGroup: string): string | undefined {
  const [, partition = '', , region = ''] = arn.split(':')
  const domain = domains[partition]
  if (domain === undefined) return undefined
  const group =
    `https://${region}.${domain}/cloudwatch/home?region=${region}` + `#logsV2:log-groups/log-group/${encoded(logGroup)}`
  const [container, ...others] = containers
  if (!container || others.length > 0) return group
  return `${group}/log-events/${encoded(logStream(container.name, arn))}`
}

/** The console decodes twice what stands behind its `#`, and has `$` for `%` there. */
const encoded = (text: string): string => encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$')
