// What becomes of each resource of a stack: by its change set, or by its template alone. Pure.
import { present } from '../model/present.ts'
import type { Certainty, PropertyPreview, ResourcePreview } from '../model/preview.ts'
import type { ChangeDetail, ResourceChange, StackRequest } from '../model/stack.ts'
import { effectsOf } from './effect.ts'
import { declaredBy, readStandIns, type Declared } from './forecast.ts'
import { fateOf } from './interruption.ts'

/** A stack that is not there yet. */
export const listedFrom = (request: StackRequest): readonly ResourcePreview[] =>
  listed(declaredBy(request), 'add', 'will')

/** @param certainty `possible` when the change set was asked for with values that may be others when it is its turn. */
export const listedBy = (changes: readonly ResourceChange[], certainty: Certainty): readonly ResourcePreview[] =>
  changes.map((change) => ({
    logicalId: change.logicalId,
    type: change.type,
    what: effectsOf(change).what,
    ...fateIn(change, changes, certainty),
    properties: propertiesOf(change.details)
  }))

/** What no change set shows yet: it uses a value that may be another one afterwards. */
export const possiblyChanged = (users: readonly Declared[]): readonly ResourcePreview[] =>
  listed(users, 'change', 'possible')

const listed = (
  resources: readonly Declared[],
  does: ResourcePreview['does'],
  certainty: Certainty
): readonly ResourcePreview[] =>
  resources.map(({ logicalId, type }) => {
    const { what } = effectsOf({ logicalId, type })
    return { logicalId, type, what, does, certainty, properties: [] }
  })

function fateIn(
  change: ResourceChange,
  changes: readonly ResourceChange[],
  certainty: Certainty
): Pick<ResourcePreview, 'does' | 'certainty'> {
  switch (change.action) {
    case 'Add':
      return { does: 'add', certainty }
    case 'Import':
      return { does: 'adopt', certainty }
    case 'Remove':
      return { does: change.retained ? 'release' : 'remove', certainty }
    case 'Modify': {
      const fate = fateOf(change, changes)
      if (fate) return { does: 'replace', certainty: fate.verb === 'would' ? certainty : 'possible' }
      const { details } = change
      if (details.length === 0) return { does: 'change', certainty }
      if (details.every(({ property }) => property === undefined || property === 'Tags'))
        return { does: 'tag', certainty }
      // It follows another resource, which may stay the one that it is.
      return {
        does: 'change',
        certainty: details.every(({ follows }) => follows !== undefined) ? 'possible' : certainty
      }
    }
    default:
      return { does: 'change', certainty: 'possible' }
  }
}

const propertiesOf = (details: readonly ChangeDetail[]): readonly PropertyPreview[] => {
  const named = details.flatMap(({ property, before, after }): readonly PropertyPreview[] =>
    property === undefined
      ? []
      : [
          {
            name: property,
            ...present({ before }),
            ...(after !== undefined && { after: readStandIns(after) })
          }
        ]
  )
  // CloudFormation gives a reason twice when it has two; once is enough.
  return [...new Map(named.map((property) => [JSON.stringify(property), property])).values()]
}
