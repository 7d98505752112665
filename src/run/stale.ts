// Which secrets and parameters were changed after the tasks had started: a task reads them at its start only.
import { isHere, readReference, type Here } from '../model/secret-reference.ts'
import type { StaleSecret } from '../model/status.ts'
import type { OptionalReads } from './evidence/optional.ts'
import type { World } from './world.ts'

export interface Stale {
  readonly secrets: readonly StaleSecret[]
  /** Of these it cannot be told: no list of this region and account has them. */
  readonly unlisted: readonly string[]
}

/** @param references as `secretsOf` gives them. @param started milliseconds since 1970, of the oldest task. */
export async function readStale(
  references: readonly string[],
  started: number,
  here: Here,
  { aws }: World,
  reads: OptionalReads
): Promise<Stale> {
  const all = references.map(readReference)
  const ours = all.filter((to) => isHere(to, here))
  const ids = [...new Set(ours.flatMap((to) => (to.in === 'secrets-manager' ? [to.id] : [])))]
  const wanted = ours.flatMap((to) => (to.in === 'parameter-store' ? [to.names] : []))
  const elsewhere = all.flatMap((to) => (to.in === 'parameter-store' && !isHere(to, here) ? [to.names] : []))
  const [secrets, parameters] = await Promise.all([
    Promise.all(ids.map(async (id) => [id, await reads.read('secrets', () => aws.secrets.changedAt(id))] as const)),
    wanted.length === 0 ? undefined : reads.read('parameters', () => aws.parameters.existing(wanted.flat()))
  ])
  const listed = parameters?.at === 'read' ? parameters.value : undefined
  const changes = [
    ...secrets.map(([id, answer]) => [id, answer.at === 'read' ? answer.value : undefined] as const),
    ...(listed ?? [])
  ]
  return {
    secrets: changes.flatMap(([secret, changed]) =>
      changed && changed.getTime() > started ? [{ secret, changed: changed.toISOString() }] : []
    ),
    unlisted: [...elsewhere, ...(listed ? wanted.filter((names) => !names.some((name) => listed.has(name))) : [])].map(
      ([name = '']) => name
    )
  }
}
