import { describe, expect, test } from '@jest/globals'
import { buildFailure } from '../../src/docker/build-failure.ts'

const text = (lines: string): readonly string[] => lines.split('\n')

const runFails = text(`#5 [2/3] RUN npm ci
#5 0.412 npm error code EUSAGE
#5 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1
------
 > [2/3] RUN npm ci:
0.412 npm error code EUSAGE
0.413 npm error lock file is missing
------
Dockerfile:3
--------------------
   1 |     FROM node:24
   2 |     COPY . .
   3 | >>> RUN npm ci
   4 |     CMD ["node", "."]
--------------------
ERROR: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1`)

test('BuildKit names the place, the step and what it printed', () => {
  expect(buildFailure(runFails)).toMatchObject({
    code: 'BUILD_FAILED',
    sentence: 'The image does not build: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
    evidence: [
      'Dockerfile:3',
      '   3 | >>> RUN npm ci',
      '> [2/3] RUN npm ci:',
      '0.412 npm error code EUSAGE',
      '0.413 npm error lock file is missing'
    ]
  })
})

describe('a build that fails is told with reason and way out', () => {
  test.each<[string, string, RegExp]>([
    [
      'failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 2: unknown instruction: RUNN',
      'dockerfile parse error line 2: unknown instruction: RUNN',
      /that line of the Dockerfile/
    ],
    [
      'Error response from daemon: dockerfile parse error line 2: unknown instruction: RUNN',
      'dockerfile parse error line 2: unknown instruction: RUNN',
      /that line of the Dockerfile/
    ],
    [
      "The command '/bin/sh -c false' returned a non-zero code: 1",
      "The command '/bin/sh -c false' returned a non-zero code: 1",
      /Mend the step/
    ],
    [
      'executor failed running [/bin/sh -c false]: exit code: 1',
      'executor failed running [/bin/sh -c false]: exit code: 1',
      /Mend the step/
    ],
    [
      'ERROR: failed to solve: nodee:24: failed to resolve source metadata for docker.io/library/nodee:24: pull access denied',
      'nodee:24: failed to resolve source metadata for docker.io/library/nodee:24: pull access denied',
      /after FROM/
    ],
    [
      'ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref a::b: "/app.js": not found',
      'failed to compute cache key: failed to calculate checksum of ref a::b: "/app.js": not found',
      /not in the build context/
    ],
    [
      'failed to compute cache key: "/app.js" not found: not found',
      'failed to compute cache key: "/app.js" not found: not found',
      /not in the build context/
    ],
    [
      'ERROR: failed to solve: toomanyrequests: You have reached your pull rate limit',
      'toomanyrequests: You have reached your pull rate limit',
      /log in/
    ],
    ['ERROR: failed to solve: target stage "x" could not be found', 'target stage "x" could not be found', /`target`/],
    ['write /x: no space left on device', 'write /x: no space left on device', /disk space/],
    ['exec /bin/sh: exec format error', 'exec /bin/sh: exec format error', /QEMU/],
    [
      'ERROR: Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?',
      'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?',
      /Start docker/
    ],
    ['', 'docker says nothing', /Mend the step/]
  ])('that docker prints: %s', (line, reason, remedy) => {
    const failure = buildFailure(['Sending build context', line])
    expect(failure.sentence).toBe(`The image does not build: ${line === '' ? 'Sending build context' : reason}`)
    expect(failure.remedy).toMatch(remedy)
    expect(failure.evidence).toContain('Sending build context')
  })

  test('also when docker prints nothing', () => {
    expect(buildFailure([])).toMatchObject({ sentence: 'The image does not build: docker says nothing', evidence: [] })
  })
})
