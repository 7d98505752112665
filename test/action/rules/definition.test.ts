import { expect, test } from '@jest/globals'
import { definitionProblems } from '../../../src/action/rules/definition.ts'
import type { JsonObject } from '../../../src/model/json.ts'

const app = (fields: JsonObject): JsonObject => ({ containerDefinitions: [{ name: 'app', ...fields }] })

test('what RegisterTaskDefinition takes is taken', () => {
  expect(
    definitionProblems(
      {
        cpu: '1024',
        taskRoleArn: null,
        enableFaultInjection: true,
        volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }],
        containerDefinitions: [
          {
            name: 'app',
            cpu: 128,
            image: '${RepositoryUri}:1',
            readonlyRootFilesystem: true,
            dockerLabels: { anything: 'goes', no: null },
            command: ['sh', '-c', 'echo ${!HOME} ${HOME:-x}'],
            healthCheck: { retries: 2 },
            logConfiguration: null
          }
        ]
      },
      ['RepositoryUri']
    )
  ).toEqual([])
})

test.each<[JsonObject, string]>([
  [{ cpuu: '512' }, '`taskDefinition` has no `cpuu`; did you mean `cpu`?'],
  [{ containrDefinitions: [] }, '`taskDefinition` has no `containrDefinitions`; did you mean `containerDefinitions`?'],
  [
    app({ readonlyRootFileSystem: true }),
    '`taskDefinition.containerDefinitions[app]` has no `readonlyRootFileSystem`; did you mean `readonlyRootFilesystem`?'
  ],
  [
    app({ healthCheck: { intervall: 5 } }),
    '`taskDefinition.containerDefinitions[app].healthCheck` has no `intervall`; did you mean `interval`?'
  ],
  [
    { containerDefinitions: [{ zzz: 1 }] },
    '`taskDefinition.containerDefinitions[0]` has no `zzz`; what it may have is'
  ],
  [{ cpu: 512 }, '`taskDefinition.cpu` takes a text; put the value in quotes'],
  [app({ cpu: '512' }), '`taskDefinition.containerDefinitions[app].cpu` takes a number, without quotes'],
  [app({ essential: 'true' }), 'takes `true` or `false`, without quotes'],
  [app({ environment: { A: 'x' } }), '`taskDefinition.containerDefinitions[app].environment` takes a list'],
  [app({ dockerLabels: ['x'] }), 'dockerLabels` takes a map'],
  [app({ dockerLabels: { x: 1 } }), 'dockerLabels.x` takes a text'],
  [{ runtimePlatform: 'LINUX' }, '`taskDefinition.runtimePlatform` takes a map'],
  [
    app({ image: '${Repo}:1', user: '${Repo}' }),
    '`taskDefinition` has `${Repo}`, which stands for nothing; what may stand there is `${Image}`, `${RepositoryUri}`; ' +
      'for the text itself write `${!Repo}`'
  ]
])('%j is refused', (definition, part) => {
  expect(definitionProblems(definition, ['RepositoryUri'])).toEqual([expect.stringContaining(part)])
})
