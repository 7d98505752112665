import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { ConnectOptions } from '../../src/aws/clients.ts'
import { webIdentity } from '../../src/aws/credentials.ts'
import { Failure } from '../../src/model/failure.ts'
import { connect } from './aws.ts'
import { assumed, caller, localAws, stsError, type Answer, type LocalAws, type Request } from './server.ts'
import { closed, listening } from '../listening.ts'

const before = { ...process.env }
const opened: LocalAws[] = []
/** The SDK reads its end point and the default chain from the environment by itself. */
const serve = async (answer: (request: Request, count: number) => Answer): Promise<LocalAws> => {
  const server = await localAws(answer)
  opened.push(server)
  process.env.AWS_ENDPOINT_URL = server.url
  return server
}
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name)
  process.env.AWS_CONFIG_FILE = process.env.AWS_SHARED_CREDENTIALS_FILE = '/nowhere'
})
afterEach(async () => {
  process.env = { ...before }
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

const none: ConnectOptions = { region: 'eu-west-1', proxyEnvironment: {}, userAgent: 'slipway/1' }
const options: ConnectOptions = { ...none, credentials: { accessKeyId: 'AKIA', secretAccessKey: 's' } }
const error = (type: string, message = 'x') => JSON.stringify({ __type: type, message })

describe('retries', () => {
  test('a read goes on after throttling, 500 and a cut connection', async () => {
    const server = await serve((_, count) =>
      count === 1
        ? { status: 400, body: error('ThrottlingException', 'Rate exceeded') }
        : count === 2
          ? { status: 500, body: error('ServerException') }
          : count === 3
            ? undefined
            : { body: JSON.stringify({ taskDefinitionArns: ['a/app:1'] }) }
    )
    expect(await connect(options).revisions.active('app')).toEqual(['a/app:1'])
    expect(server.requests).toHaveLength(4)
    expect(server.requests[0]?.headers['user-agent']).toMatch(/slipway\/1/)
  }, 20_000)

  test('a look is soon given up: there is a next one', async () => {
    const server = await serve(() => ({ status: 500, body: error('ServerException') }))
    await expect(connect(options).looks.services.describe('c', 's')).rejects.toMatchObject({ code: 'AWS_UNAVAILABLE' })
    expect(server.requests).toHaveLength(3)
  }, 20_000)

  const order = { cluster: 'c', service: 's', taskDefinition: 'td', force: true }
  const updated = JSON.stringify({ service: { deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY' }] } })

  test.each<[string, Answer]>([
    ['500', { status: 500, body: error('ServerException') }],
    ['a cut connection', undefined]
  ])('UpdateService is not sent again after %s', async (_, answer) => {
    const server = await serve(() => answer)
    expect(await connect(options).services.update(order)).toMatchObject({ at: 'unclear' })
    expect(server.requests).toHaveLength(1)
  })

  test('UpdateService is sent again when it was throttled', async () => {
    const server = await serve((_, count) =>
      count === 1 ? { status: 400, body: error('ThrottlingException', 'Rate exceeded') } : { body: updated }
    )
    expect(await connect(options).services.update(order)).toMatchObject({ at: 'started' })
    expect(server.requests).toHaveLength(2)
  })
})

describe('credentials', () => {
  test('that are refused are said at once, with one call', async () => {
    const server = await serve(() => ({ status: 403, body: stsError('InvalidClientTokenId', 'The token is invalid.') }))
    await expect(connect(options).identity.whoAmI()).rejects.toMatchObject({ code: 'CREDENTIALS_REFUSED' })
    expect(server.requests).toHaveLength(1)
  })

  test('that are missing are said, also where the metadata service swallows what it is asked', async () => {
    const asked: (string | undefined)[] = []
    const silent = createServer(({ url }) => void asked.push(url))
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = await listening(silent)
    await expect(connect(none).identity.whoAmI()).rejects.toMatchObject({ code: 'CREDENTIALS_MISSING' })
    // Nothing is asked for twice.
    expect(asked).toEqual([...new Set(asked)])
    await closed(silent)
  })

  test('of the environment are taken by the default chain, and asked for once by all clients', async () => {
    process.env.AWS_ACCESS_KEY_ID = 'FROMENV'
    process.env.AWS_SECRET_ACCESS_KEY = 's'
    const server = await serve(({ action }) => ({
      body: action === 'GetCallerIdentity' ? caller : '{"taskDefinitionArns":[]}'
    }))
    const aws = connect(none)
    expect(await aws.identity.whoAmI()).toMatchObject({ account: '1' })
    await aws.revisions.active('app')
    for (const { headers } of server.requests) expect(headers.authorization).toMatch(/Credential=FROMENV\//)
  })
})

describe('the job’s token', () => {
  const claims = { sub: 'repo:org/repo:ref:refs/heads/main', aud: 'sts.amazonaws.com' }
  const jwt = `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`
  const identity = (tokens: string[]) =>
    webIdentity({
      region: 'eu-west-1',
      roleArn: 'arn:aws:iam::1:role/deploy',
      sessionName: 'session',
      idToken: () => Promise.resolve(tokens.shift() ?? 'none left'),
      proxyEnvironment: {},
      userAgent: 'slipway/1'
    })
  const serveSts = (expires: () => Date) =>
    serve(({ action }) =>
      action === 'AssumeRoleWithWebIdentity'
        ? { body: assumed(expires()) }
        : { body: action === 'GetCallerIdentity' ? caller : '{"taskDefinitionArns":[]}' }
    )
  const tokensOf = ({ requests }: LocalAws) =>
    requests.flatMap(({ action, body }) =>
      action === 'AssumeRoleWithWebIdentity' ? [new URLSearchParams(body).get('WebIdentityToken')] : []
    )

  test('is exchanged once for all clients', async () => {
    const server = await serveSts(() => new Date(Date.now() + 3_600_000))
    const aws = connect({ ...options, credentials: identity(['one', 'two']) })
    await Promise.all([aws.identity.whoAmI(), aws.revisions.active('app')])
    await aws.tasks.running('c', 's')
    expect(tokensOf(server)).toEqual(['one'])
    expect(server.requests[0]?.headers.authorization).toBeUndefined()
  })

  test('is renewed with a new one before the credentials expire', async () => {
    const server = await serveSts(() => new Date(Date.now() + 60_000))
    const aws = connect({ ...options, credentials: identity(['one', 'two', 'three']) })
    await aws.identity.whoAmI()
    await aws.revisions.active('app')
    expect(tokensOf(server).slice(0, 2)).toEqual(['one', 'two'])
  })

  test('that the role does not trust is told what to trust, with one call', async () => {
    const server = await serve(() => ({
      status: 403,
      body: stsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity')
    }))
    const failure = await connect({ ...options, credentials: identity([jwt]) })
      .identity.whoAmI()
      .catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({
      code: 'CREDENTIALS_REFUSED',
      sentence:
        'AWS does not let this job assume arn:aws:iam::1:role/deploy: Not authorized to perform sts:AssumeRoleWithWebIdentity',
      evidence: [`sub ${claims.sub}`, 'aud sts.amazonaws.com']
    })
    expect(failure instanceof Failure && failure.remedy).toMatch(/repo:ORG\/REPO.*repo:ORG@ORGID\/REPO@REPOID/)
    expect(JSON.stringify(failure)).not.toContain(jwt)
    expect(server.requests).toHaveLength(1)
  })

  test.each(['garbage', 'a.e30.b', 'a.bnVsbA.b'])(
    'that says nothing of itself (%s) is refused all the same',
    async (token) => {
      await serve(() => ({ status: 400, body: stsError('InvalidIdentityToken', 'No OpenIDConnect provider found') }))
      await expect(connect({ ...options, credentials: identity([token]) }).identity.whoAmI()).rejects.toMatchObject({
        code: 'CREDENTIALS_REFUSED',
        evidence: ['sub unknown', 'aud unknown']
      })
    }
  )

  test('that GitHub does not give is GitHub’s failure', async () => {
    const refused = new Failure({ code: 'CREDENTIALS_MISSING', sentence: 'no token', remedy: 'r' })
    const credentials = webIdentity({
      region: 'eu-west-1',
      roleArn: 'r',
      sessionName: 's',
      idToken: () => Promise.reject(refused),
      proxyEnvironment: {},
      userAgent: 'u'
    })
    await expect(connect({ ...options, credentials }).identity.whoAmI()).rejects.toBe(refused)
  })

  test('whose exchange fails for another reason keeps that reason', async () => {
    await serve(() => ({ status: 400, body: stsError('PackedPolicyTooLarge', 'x') }))
    await expect(identity([jwt])({})).rejects.toMatchObject({ code: 'BUG' })
  })
})

test('goes through the proxy, but not to what NO_PROXY names', async () => {
  const server = await serve(() => ({ body: caller }))
  const seen: string[] = []
  const proxy = createServer((request, response) => {
    seen.push(request.url ?? '')
    response.end(caller)
  })
  proxy.on('connect', (request, socket) => {
    seen.push(request.url ?? '')
    socket.end('HTTP/1.1 502 no\r\n\r\n')
  })
  const proxyUrl = await listening(proxy)
  const through = (more: Record<string, string>) =>
    connect({ ...options, proxyEnvironment: { HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl, ...more } })
  await through({}).identity.whoAmI()
  expect(seen).toHaveLength(1)
  await through({ NO_PROXY: '127.0.0.1' }).identity.whoAmI()
  expect(seen).toHaveLength(1)
  expect(server.requests).toHaveLength(1)
  await closed(proxy)
})
