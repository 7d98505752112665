// What the nightly issue is made of: one line for each thing of a status that somebody should look at.
import { describe, expect, test } from '@jest/globals'
import { foundIn } from '../../../src/action/report/found.ts'
import type { Running, Status } from '../../../src/model/status.ts'

const running: Running = {
  revision: 'shop-app:7',
  tasks: { wanted: 2, running: 2, pending: 0 },
  targets: { healthy: 2, draining: 1 }
}
const well: Status = {
  region: 'eu-west-1',
  running,
  rollouts: [],
  drift: { platform: 'as asked for', service: 'as asked for', task: [] },
  staleSecrets: [],
  site: { url: 'https://shop.example', answers: true, said: [], certificateExpires: '2026-03-01T12:00:00.000Z' },
  unread: ['When the parameter a was changed: it is in no list of eu-west-1.']
}
const { running: _, ...withoutService } = well

test('there is none where all is well', () => {
  expect(foundIn([well])).toBe('')
})

describe('one line tells of', () => {
  test.each<[string, Status, string]>([
    ['no service', withoutService, 'no service runs.'],
    [
      'tasks that are missing',
      { ...well, running: { ...running, tasks: { wanted: 2, running: 1, pending: 1 } } },
      '1 of 2 tasks run.'
    ],
    [
      'targets that are not healthy',
      { ...well, running: { ...running, targets: { healthy: 1, unhealthy: 2, initial: 1 } } },
      '2 targets are unhealthy.'
    ],
    [
      'a region that is left',
      { ...well, others: ['shop.example is also served from us-east-1.'] },
      'shop.example is also served from us-east-1.'
    ],
    ['one target', { ...well, running: { ...running, targets: { unavailable: 1 } } }, '1 target is unavailable.'],
    [
      'a stack that differs',
      { ...well, drift: { ...well.drift, platform: 'differs' } },
      'the platform stack is not as it is asked for.'
    ],
    [
      'a stack that is stuck',
      { ...well, drift: { ...well.drift, service: 'in UPDATE_ROLLBACK_FAILED', task: 'cannot be told' } },
      'the service stack is in UPDATE\\_ROLLBACK\\_FAILED.'
    ],
    [
      "somebody else's stack",
      { ...well, drift: { ...well.drift, service: 'not ours' } },
      'the service stack is not ours.'
    ],
    [
      'a stack that is gone',
      { ...well, drift: { ...well.drift, platform: 'not there' } },
      'the platform stack is not there.'
    ],
    [
      'a task definition',
      { ...well, drift: { ...well.drift, task: ['cpu', 'variable A'] } },
      'the task definition differs: cpu, variable A.'
    ],
    [
      'another image than beside it',
      { ...well, drift: { ...well.drift, unlike: { region: 'us-east-1', image: 'sha256:1', settings: [] } } },
      'another image runs than in us-east-1.'
    ],
    [
      'settings other than beside it',
      { ...well, drift: { ...well.drift, unlike: { region: 'us-east-1', settings: ['cpu'] } } },
      'the task definition is not that of us-east-1: cpu.'
    ],
    [
      'a secret, without the account',
      {
        ...well,
        staleSecrets: [{ secret: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db', changed: '2026-01-02' }]
      },
      'the secret `arn:aws:secretsmanager:eu-west-1:(account):secret:db` was changed 2026-01-02; tasks that run have the value before.'
    ],
    [
      'a site',
      { ...well, site: { url: 'https://a', answers: false, said: ['https://a answers 503.', 'http://a is gone.'] } },
      'https://a does not answer as it should: https://a answers 503. http://a is gone.'
    ],
    [
      'a certificate that ends soon',
      {
        ...well,
        site: { url: 'https://a', answers: true, said: [], warning: 'The certificate expires on 2026-03-01.' }
      },
      'The certificate expires on 2026-03-01.'
    ]
  ])('%s', (_, status, line) => {
    expect(foundIn([status])).toBe(`- ${line}`)
  })
})

test('of several regions each line says where', () => {
  expect(foundIn([well, { ...withoutService, region: 'us-east-1' }])).toBe('- us-east-1: no service runs.')
})
