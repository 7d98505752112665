import { expect, test } from '@jest/globals'
import type { ChangeDetail, ResourceChange } from '../../src/model/stack.ts'
import { listedBy } from '../../src/template/listing.ts'

const changeOf = (change: Partial<ResourceChange>): ResourceChange => ({
  action: 'Modify',
  logicalId: 'Vpc',
  type: 'AWS::EC2::VPC',
  replacement: 'no',
  retained: false,
  details: [],
  ...change
})
const detail = (change: Partial<ChangeDetail>): ChangeDetail => ({ recreation: 'never', ...change })

test.each<[Partial<ResourceChange>, string, string]>([
  [{ action: 'Add' }, 'add', 'will'],
  [{ action: 'Import' }, 'adopt', 'will'],
  [{ action: 'Remove' }, 'remove', 'will'],
  [{ action: 'Remove', retained: true }, 'release', 'will'],
  [{ replacement: 'yes' }, 'replace', 'will'],
  [{ replacement: 'maybe' }, 'replace', 'possible'],
  [{}, 'change', 'will'],
  [{ details: [detail({ property: 'Tags' }), detail({})] }, 'tag', 'will'],
  [{ details: [detail({ property: 'CidrBlock' })] }, 'change', 'will'],
  [{ details: [detail({ property: 'CidrBlock', follows: 'Other' })] }, 'change', 'possible'],
  [{ action: 'SomethingNew' }, 'change', 'possible']
])('a change is told as what becomes of the resource: %j', (change, does, certainty) => {
  expect(listedBy([changeOf(change)], 'will')).toMatchObject([{ what: 'the network', does, certainty }])
})
