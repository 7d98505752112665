// Checks as lines and as a table: what is wrong first, each with the way out.
import { expect, test } from '@jest/globals'
import { checkLines, checkTable } from '../../../src/action/report/checks.ts'
import { notOk, ok, unknown } from '../../../src/model/check.ts'

const checks = [
  ok({ topic: 'zone', subject: 'hosted zone' }, 'shop.example is *public*.'),
  unknown({ topic: 'quotas', subject: 'VPCs' }, 'Not known.', 'Look.'),
  notOk({ topic: 'names', subject: 'cluster a|b' }, { code: 'NAME_TAKEN', text: 'Taken.', remedy: 'Set `name`.' })
]

test('in the log each is a line, with the way out below', () => {
  expect(checkLines(checks)).toEqual([
    'not ok     cluster a|b: Taken.',
    '           Set `name`.',
    'not known  VPCs: Not known.',
    '           Look.',
    'ok         hosted zone: shop.example is *public*.'
  ])
})

test('in the summary each is a row, in which texts of others are no markup', () => {
  expect(checkTable(checks)).toBe(
    [
      '|  | What | Seen | What to do |',
      '| --- | --- | --- | --- |',
      '| **not ok** | cluster a\\|b | Taken. | Set `name`. |',
      '| not known | VPCs | Not known. | Look. |',
      '| ok | hosted zone | shop.example is \\*public\\*. |  |'
    ].join('\n')
  )
})
