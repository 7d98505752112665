// Whether IAM lets us, and what CloudFormation acts as, do what a deployment does: as far as a simulation tells.
import { notOk, ok, unknown, type Check } from '../../model/check.ts'
import { whoMayAll } from '../../model/failure.ts'
import type { Seen, SimulatedRights } from '../../model/seen.ts'

export const rightChecks = ({ rights = [] }: Seen): readonly Check[] => rights.map(rightCheck)

function rightCheck({ of, principal, decisions }: SimulatedRights): Check {
  const subject = of === 'us' ? 'rights of this job' : 'rights of CloudFormation'
  const about = { topic: 'rights', subject } as const
  const all = decisions.flatMap(([{ resource }, reading]) =>
    reading.at === 'read' ? reading.value.map((each) => ({ ...each, resource })) : []
  )
  const listed = (at: 'denied' | 'unsure'): string =>
    all
      .filter((each) => each.at === at)
      .map(({ action, resource }) => `${action} on ${resource}`)
      .join(', ')
  const [denied, unsure] = [listed('denied'), listed('unsure')]
  if (denied !== '')
    return notOk(about, {
      code: 'ACCESS_DENIED',
      text: `${principal} may not do ${denied}.`,
      remedy: `Allow it to ${principal}; ${whoMayAll}`
    })
  const [failure] = decisions.flatMap(([, reading]) => (reading.at === 'failed' ? [reading.failure] : []))
  if (failure)
    return unknown(
      about,
      `IAM does not tell what ${principal} may do: ${failure.sentence}`,
      'Allow iam:SimulatePrincipalPolicy on it to have this looked at; a deployment works without.'
    )
  if (unsure !== '')
    return unknown(
      about,
      `It depends on the call itself whether ${principal} may do ${unsure}.`,
      'The deployment will tell.'
    )
  return ok(about, `${principal} may do all ${all.length} actions that were asked for.`)
}
