// Writes on a revision that it was good: what `rollback` goes by, and what keeps its image (docs/decisions/0017).
import { asFailure } from '../../model/failure.ts'
import type { Step } from '../../model/progress.ts'
import { goodTags, releaseRecordOf, type Good } from '../../model/release-record.ts'
import type { Revision } from '../../model/revision.ts'
import type { World } from '../world.ts'

/** The last call of a run that went well. Once in a revision's life is enough. */
export async function* markGood(world: World, revision: Revision, verdict: Good['verdict']): Step<void> {
  if (releaseRecordOf(revision).good) return
  const time = new Date(world.clock.now()).toISOString()
  try {
    await world.aws.revisions.tag(revision.arn, goodTags({ verdict, time }))
  } catch (error) {
    const text = `${asFailure(error).sentence} So \`rollback\` does not know that this version was good.`
    yield { at: 'warning', stage: 'revision', text }
  }
}
