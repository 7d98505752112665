// `command: verify`.
import { everySecret } from '../decide/due.ts'
import { checksOf, countText, failureOfChecks } from '../decide/verify.ts'
import { topics } from '../model/check.ts'
import { namesOf } from '../model/names.ts'
import type { Step } from '../model/progress.ts'
import { parametersOf } from '../model/stack.ts'
import type { Verdict, Verdicts } from '../model/verdict.ts'
import { inEach } from '../run/regions.ts'
import { readSeen } from '../run/seen/seen.ts'
import type { Place, Places } from '../run/world.ts'
import { typesMade } from '../template/standalone.ts'

export const verify = (places: Places): Step<Verdicts> => inEach(places, verifyRegion)

async function* verifyRegion({ config, world }: Place): Step<Verdict> {
  const { aws } = world
  yield { at: 'started', stage: 'checks', title: `Check what a deployment to ${config.region} needs` }
  const names = namesOf(config)
  const platform = aws.stacks.describe(names.platformStack)
  const seen = await readSeen(
    {
      config,
      topics,
      secrets: everySecret(config),
      types: typesMade(config),
      caller: aws.identity.whoAmI(),
      platform,
      serviceStack: aws.stacks.describe(names.serviceStack),
      hostedZone: platform
        .then(
          (state) => parametersOf(state).HostedZoneId,
          () => undefined
        )
        .then((id) => aws.hostedZones.holding(config.frontDoor, id))
    },
    world
  )
  const checks = checksOf(config, seen)
  yield { at: 'finished', stage: 'checks', text: countText(checks) }
  const failure = failureOfChecks(checks)
  const facts = { region: config.region, hasChanges: false }
  return failure ? { verdict: 'failed', failure, facts, checks } : { verdict: 'reported', facts, checks }
}
