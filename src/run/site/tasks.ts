// Asks the tasks of a new version at their own public addresses, where `task-ingress` lets anybody do so (guide 14.2).
import type { Config } from '../../model/config.ts'
import { asFailure } from '../../model/failure.ts'
import { namesOf } from '../../model/names.ts'
import type { Step } from '../../model/progress.ts'
import { portMapping, type Revision } from '../../model/revision.ts'
import { readAnswer, unanswered, type ProbeResult } from './result.ts'
import type { World } from '../world.ts'

/** As many as one filter of EC2 takes; of more tasks these tell enough. */
const mostAsked = 20

/** What does not answer is a warning: visitors come through the load balancer, and this machine may be let nowhere else. */
export async function* askTasks(world: World, config: Config, revision: Revision): Step<void> {
  const port = portMapping(revision.definition)?.port
  if (config.network.ingress === 'alb-only' || port === undefined) return
  try {
    const addresses = await addressesOf(world, config, revision)
    const urls = addresses.map((address) => `http://${address}:${port}`)
    for (const { good, said } of await Promise.all(urls.map((url) => askTask(world, config, url))))
      yield { at: good ? 'changed' : 'warning', stage: 'url', text: `a task at its own address: ${said}` }
  } catch (error) {
    const text = `Whether tasks answer at their own addresses could not be seen: ${asFailure(error).sentence}`
    yield { at: 'warning', stage: 'url', text }
  }
}

async function addressesOf({ aws }: World, config: Config, { arn }: Revision): Promise<readonly string[]> {
  const { cluster, service } = namesOf(config)
  const tasks = await aws.tasks.running(cluster, service)
  const ids = tasks.flatMap(({ taskDefinition, networkInterface }) =>
    taskDefinition === arn && networkInterface !== undefined ? [networkInterface] : []
  )
  return ids.length === 0 ? [] : aws.network.publicAddresses(ids.slice(0, mostAsked))
}

function askTask({ visit }: World, { health }: Config, url: string): Promise<ProbeResult> {
  const asked = url + health.path
  return visit(asked).then(
    (answer) => readAnswer(url, asked, answer, health.codes),
    (error: unknown) => unanswered(url, asked, error)
  )
}
