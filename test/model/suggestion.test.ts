import { expect, test } from '@jest/globals'
import { settingNames } from '../../src/action/settings/all.ts'
import { didYouMean } from '../../src/model/suggestion.ts'

test.each([
  ['container_port', 'container-port'],
  ['containerPort', 'container-port'],
  ['region', 'regions'],
  ['health-check-pth', 'health-check-path'],
  ['cpus', 'cpu'],
  ['grace-seconds', 'health-check-grace-seconds'],
  ['docker-file', 'dockerfile'],
  ['nmae', 'name'],
  ['evn', 'env'],
  ['dashboard', undefined],
  ['replicas', undefined],
  ['x', undefined],
  ['', undefined]
])('%s means %s', (name, meant) => {
  expect(didYouMean(name, settingNames)).toBe(meant === undefined ? '' : `; did you mean \`${meant}\`?`)
})
