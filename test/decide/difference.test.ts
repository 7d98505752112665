// How two task definitions differ, by table.
import { expect, test } from '@jest/globals'
import { differencesOf } from '../../src/decide/difference.ts'
import type { JsonObject } from '../../src/model/json.ts'

const task = (...containers: readonly JsonObject[]): JsonObject => ({
  cpu: '512',
  runtimePlatform: { cpuArchitecture: 'X86_64' },
  containerDefinitions: containers
})
const app: JsonObject = {
  name: 'app',
  image: 'one',
  environment: [{ name: 'A', value: '1' }],
  secrets: [{ name: 'S', valueFrom: 'arn:s' }],
  portMappings: [{ containerPort: 80, protocol: 'tcp' }]
}
const sidecar: JsonObject = { name: 'sidecar', image: 'two' }

test.each<[string, JsonObject | undefined, JsonObject, readonly string[]]>([
  ['nothing', task(app), task(app), []],
  ['what AWS fills in', task(app), { ...task({ ...app, essential: true, cpu: 0 }), revision: 3, status: 'ACTIVE' }, []],
  ['the order of variables', task({ ...app, environment: [{ name: 'A', value: '1' }] }), task(app), []],
  ['a setting', task(app), { ...task(app), cpu: '1024' }, ['setting cpu change 512 -> 1024']],
  [
    'one within another',
    task(app),
    { ...task(app), runtimePlatform: { cpuArchitecture: 'ARM64' } },
    ['setting runtimePlatform.cpuArchitecture change X86_64 -> ARM64']
  ],
  ['one that goes', { ...task(app), memory: '1' }, task(app), ['setting memory remove 1 -> undefined']],
  [
    'a list',
    task(app),
    task({ ...app, portMappings: [{ containerPort: 81 }] }),
    ['app setting portMappings change [{"containerPort":80}] -> [{"containerPort":81}]']
  ],
  [
    'variables',
    task(app),
    task({
      ...app,
      environment: [
        { name: 'A', value: '2' },
        { name: 'B', value: '' }
      ]
    }),
    ['app env A change 1 -> 2', 'app env B add undefined -> ']
  ],
  [
    'a reference to a secret',
    task(app),
    task({ ...app, secrets: [{ name: 'S' }, { name: 'T', valueFrom: 't' }] }),
    ['app secret S change arn:s -> ', 'app secret T add undefined -> t']
  ],
  ['a container more', task(app), task(app, sidecar), ['sidecar setting image add undefined -> two']],
  ['a container less', task(app, sidecar), task(app), ['sidecar setting image remove two -> undefined']],
  [
    'their order',
    task(app, sidecar),
    task(sidecar, app),
    ['app setting place among the containers change 1 -> 2', 'sidecar setting place among the containers change 2 -> 1']
  ],
  ['the first one', undefined, { cpu: '1', containerDefinitions: 'none' }, ['setting cpu add undefined -> 1']],
  [
    'what only the platform will tell',
    undefined,
    { taskRoleArn: 'known-after-the-platform-TaskRoleArn' },
    ['setting taskRoleArn add undefined -> (known once the platform is there)']
  ],
  [
    'one without a name',
    undefined,
    { containerDefinitions: [{ image: 'x' }] },
    ['container 1 setting image add undefined -> x']
  ]
])('a difference is told, or none: %s', (_, before, after, found) => {
  expect(
    differencesOf(before, after).map(({ container, of, name, does, before: was, after: is }) =>
      [...(container === undefined ? [] : [container]), of, name, does, String(was), '->', String(is)].join(' ')
    )
  ).toEqual(found)
})
