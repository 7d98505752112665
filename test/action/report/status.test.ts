import { expect, test } from '@jest/globals'
import { statusLines, statusMarkdown } from '../../../src/action/report/status.ts'
import type { Status } from '../../../src/model/status.ts'

const status: Status = {
  region: 'eu-west-1',
  running: {
    revision: 'shop-app:7',
    image: 'shop@sha256:0123',
    commit: 'c0ffee',
    run: '55-1',
    actor: 'octocat',
    goodSince: '2026-01-01T00:00:00.000Z',
    tasks: { wanted: 2, running: 1, pending: 1 },
    targets: { healthy: 1, initial: 1 }
  },
  rollouts: [
    { status: 'SUCCESSFUL', revision: 'shop-app:7', began: '2026-01-01', ended: '2026-01-02' },
    { status: 'STOPPED', reason: 'by <hand>' }
  ],
  drift: { platform: 'as asked for', service: 'differs', task: ['cpu', 'memory'] },
  staleSecrets: [{ secret: 'arn:one', changed: '2026-01-03' }],
  site: { url: 'https://shop.example', answers: false, said: ['the name does not resolve'] },
  unread: ['ecs:ListTasks is denied.']
}

test('all that is known is told', () => {
  expect(statusLines(status)).toEqual([
    'Region: eu-west-1',
    'Runs: shop-app:7, shop@sha256:0123',
    'Commit: c0ffee',
    'Registered by: run 55-1 of octocat',
    'Good since: 2026-01-01T00:00:00.000Z',
    'Tasks: 1 of 2 run, 1 are starting',
    'Targets: 1 healthy, 1 initial',
    'Rollout: shop-app:7 SUCCESSFUL, began 2026-01-01, ended 2026-01-02',
    'Rollout: STOPPED, by <hand>',
    'Platform stack: as asked for',
    'Service stack: differs',
    'Task definition: differs: cpu, memory',
    'Secret: arn:one was changed 2026-01-03; tasks that run have the value before',
    'URL: https://shop.example does not answer as it should; the name does not resolve',
    'Not read: ecs:ListTasks is denied.'
  ])
})

test('as Markdown it is a table, in which texts of others are no markup', () => {
  const text = statusMarkdown(status)
  expect(text.split('\n')).toHaveLength(17)
  expect(text).toContain('| Rollout | STOPPED, by &lt;hand&gt; |')
})

test('where there is little, little is told', () => {
  const { drift } = status
  const nothing = { region: 'eu-west-1', rollouts: [], staleSecrets: [], unread: [], drift: { ...drift, task: [] } }
  expect(statusLines(nothing)).toEqual([
    'Region: eu-west-1',
    'Runs: there is no service',
    'Platform stack: as asked for',
    'Service stack: differs'
  ])
  const running = { revision: 'shop-app:7', tasks: { wanted: 0, running: 0, pending: 0 }, targets: {} }
  expect(statusLines({ ...nothing, running, site: { url: 'http://a', answers: true, said: [] } })).toEqual([
    'Region: eu-west-1',
    'Runs: shop-app:7',
    'Good since: no run has seen it serve well',
    'Tasks: 0 of 0 run, 0 are starting',
    'Targets: none',
    'Platform stack: as asked for',
    'Service stack: differs',
    'Task definition: as asked for',
    'URL: http://a answers'
  ])
})

test.each([
  [{ settings: [] }, 'Beside eu-west-1: the same runs'],
  [{ image: 'sha256:b', settings: [] }, 'Beside eu-west-1: runs another image than sha256:b'],
  [{ image: 'sha256:b', settings: ['cpu'] }, 'Beside eu-west-1: runs another image than sha256:b; differs: cpu']
])('of several regions each is told beside the first: %j', (unlike, line) => {
  const drift = { ...status.drift, unlike: { region: 'eu-west-1', ...unlike } }
  expect(statusLines({ ...status, region: 'us-east-1', drift })).toContain(line)
})

test('it is told until when the certificate lasts', () => {
  const site = { url: 'https://a', answers: true, said: [], certificateExpires: '2026-03-01T12:00:00.000Z' }
  expect(statusLines({ ...status, site })).toContain('Certificate: expires 2026-03-01')
})

test('a certificate that ends soon is warned of', () => {
  const site = { url: 'https://a', answers: true, said: [], certificateExpires: '2026-03-01', warning: 'It ends.' }
  expect(statusLines({ ...status, site })).toContain('Certificate: It ends.')
})
