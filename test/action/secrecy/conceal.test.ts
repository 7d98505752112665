// What a plan would show if nobody looked: by table, in every place where a value of somebody's may stand.
import { describe, expect, test } from '@jest/globals'
import { conceal, concealAll } from '../../../src/action/secrecy/conceal.ts'
import { maskLines } from '../../../src/action/secrecy/mask.ts'
import { previewLines, previewMarkdown } from '../../../src/action/report/preview.ts'
import { Failure } from '../../../src/model/failure.ts'
import type { Preview, StackPreview, TaskChange } from '../../../src/model/preview.ts'

const nothing: Preview = {
  region: 'eu-west-1',
  hasChanges: true,
  image: { do: 'push', tag: 't', local: 'app:1', platform: 'linux/amd64' },
  platform: { do: 'nothing' },
  service: { do: 'nothing' },
  task: { do: 'nothing' },
  interruptions: [],
  monthly: []
}
const change = (over: Partial<TaskChange>): Partial<Preview> => ({
  task: {
    do: 'register',
    certainty: 'will',
    changes: [{ of: 'setting', name: 'x', does: 'change', certainty: 'will', ...over }]
  }
})
const changed = (name: string, before: string, after?: string): StackPreview => ({
  do: 'change',
  certainty: 'will',
  resources: [
    {
      logicalId: 'A',
      type: 'T',
      what: 'the rule',
      does: 'change',
      certainty: 'will',
      properties: [{ name, before, ...(after !== undefined && { after }) }]
    }
  ]
})

/** In all three forms of it. */
function told(part: Partial<Preview>, hide = (text: string) => text.replaceAll('known', '***')): string {
  const preview = conceal({ ...nothing, ...part }, hide)
  return [...previewLines(preview), previewMarkdown(preview), JSON.stringify(preview)].join('\n')
}

test('a private key in the evidence of a failure is not shown, though each of its lines alone could be', () => {
  const key = ['-----BEGIN PRIVATE KEY-----', 'MIIEowIBAAKCAQEAx', 'c2VjcmV0', '-----END PRIVATE KEY-----']
  const failure = new Failure({ code: 'CRASH_LOOP', sentence: 's', remedy: 'r', evidence: ['before', ...key, 'after'] })
  const hide = (text: string): string => maskLines(text.split('\n')).lines.join('\n')
  const [concealed] = concealAll([{ verdict: 'failed', failure, facts: { region: 'r', hasChanges: false } }], hide)
  expect('failure' in concealed && concealed.failure.evidence).toEqual(['before', '***', '***', '***', '***', 'after'])
})

describe('is not shown', () => {
  test.each<[string, Partial<Preview>]>([
    ['a variable that is called like a secret', change({ of: 'env', name: 'DB_PASSWORD', after: 'hunter2x' })],
    ['what it was before', change({ of: 'env', name: 'apiToken', before: 'hunter2x' })],
    ['a value of the shape of a secret', change({ of: 'env', name: 'URL', after: 'postgres://me:hunter2x@db/shop' })],
    ['an argument', change({ name: 'command', after: '["serve","--db-password=hunter2x"]' })],
    ['an argument of its own', change({ name: 'command', after: '["serve","--token","hunter2x"]' })],
    ['one behind a shell', change({ name: 'command', after: '["sh","-c","serve --api-key hunter2x --port 80"]' })],
    ['a variable of a shell', change({ name: 'entryPoint', after: '["sh","-c","PGPASSWORD=hunter2x psql"]' })],
    [
      'the health check',
      change({ name: 'healthCheck.command', before: '["CMD-SHELL","curl -u a -H token=hunter2x localhost"]' })
    ],
    ['an option of the log', change({ name: 'logConfiguration.options.splunk-token', after: 'hunter2x' })],
    ['a label', change({ name: 'dockerLabels.client-secret', before: 'hunter2x' })],
    ['a variable within a variable', change({ of: 'env', name: 'OPTIONS', after: '-Dtoken=hunter2x' })],
    ['a map in a list', change({ name: 'proxy', after: '[{"name":"AUTH_TOKEN","value":"hunter2x"}]' })],
    [
      'a property of a rule',
      { service: changed('Actions', '[{"AuthenticateOidcConfig":{"ClientSecret":"hunter2x"}}]') }
    ],
    ['what it becomes', { platform: changed('Actions', '[]', '[{"ClientSecret":"hun\\"ter2x"}]') }],
    ['a property that is called like a secret', { platform: changed('MasterPassword', 'hunter2x', 'hunter2x') }],
    ['a tag', { platform: changed('Tags', '[{"Key":"api-key","Value":"hunter2x"}]') }],
    ['JSON with spaces', change({ of: 'env', name: 'OPTIONS', after: '{ "user": "me", "password" : "hunter2x" }' })],
    ['a list with spaces', change({ name: 'command', after: '[ "serve", "--token", "hunter2x" ]' })],
    ['a map with spaces', change({ name: 'proxy', after: '[{"name": "AUTH_TOKEN", "value": "hunter2x"}]' })],
    ['what is behind a comma', change({ name: 'command', after: '["--db-password=a,hunter2x"]' })],
    ['what is behind a semicolon', change({ name: 'command', after: '["sh","-c","PGPASSWORD=a;hunter2x psql"]' })],
    [
      'what is behind a comma of an argument',
      change({ name: 'command', after: '["sh","-c","run --token a&hunter2x"]' })
    ],
    ['a server of redis', change({ name: 'command', after: '["redis-server","--requirepass","hunter2x"]' })],
    ['a replica of redis', change({ name: 'command', after: '["redis-server","--masterauth=hunter2x"]' })],
    ['a login of curl', change({ name: 'command', after: '["sh","-c","curl -u admin:hunter2x https://a"]' })],
    ['a login of curl on its own', change({ name: 'command', after: '["curl","--user","admin:hunter2x"]' })],
    ['a login that is joined', change({ name: 'command', after: '["curl","--user=admin:hunter2x"]' })],
    ['a secret that begins like a map', change({ name: 'options.auth_token', after: '{hunter2x' })],
    ['a secret that begins like a list', change({ name: 'options.auth_token', after: '[hunter2x]' })]
  ])('%s', (_, part) => {
    const text = told(part)
    expect(text).not.toMatch(/ter2x/)
    expect(text).toContain('***')
  })

  test.each<[string, Partial<Preview>]>([
    ['the image', { image: { do: 'push', tag: 't', local: 'known', platform: 'p' } }],
    ['a setting', change({ name: 'user', after: 'known' })],
    ['the name of a secret', change({ of: 'secret', name: 'A', before: 'known' })],
    ['a variable', change({ of: 'env', name: 'GREETING', after: 'known' })],
    ['a property', { service: changed('Path', 'known') }],
    ['an interruption', { interruptions: ['known'] }],
    ['a refusal', { refused: { sentence: 'known', remedy: 'known' } }]
  ])('a known secret in %s', (_, part) => {
    expect(told(part)).not.toContain('known')
  })
})

describe('is shown', () => {
  test.each<[string, Partial<Preview>]>([
    ['a variable', change({ of: 'env', name: 'GREETING', after: 'shown' })],
    ['an argument', change({ name: 'command', after: '["--level=shown","--keys-only"]' })],
    ['where a secret is', change({ of: 'secret', name: 'DB_PASSWORD', after: 'arn:aws:ssm:shown' })],
    ['the name of a login', change({ name: 'repositoryCredentials.credentialsParameter', after: 'shown' })],
    ['the secrets of a log', change({ name: 'logConfiguration.secretOptions', after: '[{"valueFrom":"shown"}]' })],
    ['what comes behind one', change({ name: 'command', after: '["--token=known,level=shown"]' })],
    ['what comes behind one of a query', change({ of: 'env', name: 'OPTIONS', after: 'token=known&level=shown' })],
    ['the user of a process', change({ name: 'command', after: '["sh","-c","gosu -u shown true"]' })],
    ['a list of what is called like a secret', change({ name: 'secrets', after: '[{"a": "shown"}]' })],
    ['an ARN', { service: changed('Secret', 'arn:shown') }],
    ['a property', { service: changed('HealthCheckPath', '/shown') }]
  ])('%s', (_, part) => {
    expect(told(part)).toContain('shown')
  })

  test('that a stack is not asked, and that one stays', () => {
    const bare = conceal({ ...nothing, service: { do: 'change', certainty: 'will' } }, (text) => text)
    expect(bare).toMatchObject({ platform: { do: 'nothing' }, service: { do: 'change' } })
  })
})

test('a long value is cut when what must not be read is gone', () => {
  const value = `${'x'.repeat(996)}known and more`
  const [one] = partsOf(conceal({ ...nothing, ...change({ after: value }) }, (text) => text.replaceAll('known', '***')))
  expect(one?.after).toBe(`${'x'.repeat(996)}*** ...`)
})

const partsOf = ({ task }: Preview): readonly TaskChange[] => (task.do === 'register' ? task.changes : [])
