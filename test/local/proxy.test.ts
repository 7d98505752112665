// The site's names, reached as a runner behind a proxy reaches them.
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { Socket } from 'node:net'
import { beforeAll, expect, test } from '@jest/globals'
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import {
  DeleteListenerCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  type Listener
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { connectCloud } from '../../local/gateway/cloud.ts'
import { until } from '../until.ts'
import { facts, gateway, settings } from './shared.ts'

const [account, neighbour] = ['100000000004', '100000000005']
const { hostname, port } = new URL(facts.gatewayUrl)
let ca = ''
let address = ''

beforeAll(async () => {
  ca = await readFile(facts.caFile, 'utf8')
  const addresses = await Promise.all([
    makeSite(account, 'proxy.example', 'hello'),
    makeSite(neighbour, 'neighbour.example', 'other')
  ])
  address = addresses[0]
})

test('https: the listener, its rules and the host name arrive', async () => {
  expect(await visit('https://proxy.example/a?b=c')).toMatchObject({ status: 200, body: 'hello' })
  expect(await visit('https://www.proxy.example/')).toMatchObject({ status: 200, body: 'www hello' })
})

test('http: the redirect names the host that was asked for', async () => {
  const { status, headers } = await visit('http://proxy.example/a?b=c')
  expect([status, headers.location]).toEqual([301, 'https://proxy.example:443/a?b=c'])
})

test('a name belongs to the account that has the record', async () => {
  expect(await visit('https://neighbour.example/')).toMatchObject({ body: 'other' })
  await expect(visit('https://neighbour.example/', { user: `${account}:` })).rejects.toThrow(/ENOTFOUND/)
})

test('a name that no certificate covers gets the wrong one', async () => {
  const error = await visit('https://other.proxy.example/').catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  await expect(visit(`https://${address}/`)).rejects.toThrow(/altnames/)
})

test('the certificate comes from our authority alone', async () => {
  await expect(visit('https://proxy.example/', { trust: false })).rejects.toThrow(/certificate/)
})

test('a name without a record leads nowhere, and nothing else is reached', async () => {
  await expect(visit('https://none.proxy.example/')).rejects.toThrow(/502 getaddrinfo ENOTFOUND/)
  expect(await visit('http://none.proxy.example/')).toMatchObject({ status: 502 })
  expect(await visit('http://127.0.0.1:1/')).toMatchObject({ status: 403 })
  await expect(visit('https://localhost/')).rejects.toThrow(/403/)
})

test('faults reach the site too', async () => {
  await gateway.fail(
    account,
    { service: 'site', kind: 'error', times: 1 },
    { service: 'site', kind: 'reset', times: 1 }
  )
  expect(await visit('https://proxy.example/')).toMatchObject({ status: 503 })
  await expect(visit('https://proxy.example/')).rejects.toThrow(/hang up|ECONNRESET/)
  expect(await visit('https://proxy.example/')).toMatchObject({ status: 200 })
})

test('a certificate that is gone is passed over', async () => {
  const { CertificateArn = '' } = (await secureListener(account)).Certificates?.[0] ?? {}
  const arns = `${CertificateArn.slice(0, -12)}${'0'.repeat(12)} ${CertificateArn}`
  const cloud = connectCloud(() => facts.ministackUrl)
  expect(await cloud.certificates(account, arns)).toEqual([{ names: ['proxy.example', 'www.proxy.example'] }])
})

test('without a listener the connection is refused', async () => {
  const { ListenerArn } = await secureListener(neighbour)
  await new ElasticLoadBalancingV2Client(settings(neighbour)).send(new DeleteListenerCommand({ ListenerArn }))
  const refused = await until(() =>
    visit('https://neighbour.example/').then(
      () => undefined,
      (error: unknown) => error
    )
  )
  expect(String(refused)).toMatch(/502 connect ECONNREFUSED/)
})

async function secureListener(owner: string): Promise<Listener> {
  const client = new ElasticLoadBalancingV2Client(settings(owner))
  const { LoadBalancers } = await client.send(new DescribeLoadBalancersCommand({}))
  const balancer = { LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn }
  const { Listeners = [] } = await client.send(new DescribeListenersCommand(balancer as { LoadBalancerArn: string }))
  const found = Listeners.find(({ Port }) => Port === 443)
  if (found === undefined) throw new Error('There is no listener at 443.')
  return found
}

interface Visit {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

async function visit(url: string, { user = '', trust = true } = {}): Promise<Visit> {
  const { protocol, host, hostname: name } = new URL(url)
  const login = user === '' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` }
  if (protocol === 'http:') return answerOf(request({ hostname, port, path: url, headers: { host, ...login } }))
  const socket = await tunnel(name, login)
  const trusted = trust ? { ca } : {}
  const options = { ...trusted, socket, servername: name, agent: false }
  return answerOf(secureRequest(url, options))
}

async function tunnel(name: string, headers: Record<string, string>): Promise<Socket> {
  return new Promise((resolve, reject) => {
    request({ hostname, port, method: 'CONNECT', path: `${name}:443`, headers })
      .on('connect', (answer, socket: Socket) => {
        if (answer.statusCode === 200) resolve(socket)
        else reject(new Error(`${answer.statusCode ?? 0} ${answer.statusMessage ?? ''}`))
      })
      .on('error', reject)
      .end()
  })
}

async function answerOf(asked: ReturnType<typeof request>): Promise<Visit> {
  return new Promise((resolve, reject) => {
    asked
      .on('response', (answer) => {
        let body = ''
        answer.setEncoding('utf8').on('data', (text: string) => (body += text))
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body })
        })
      })
      .on('error', reject)
      .end()
  })
}

async function makeSite(owner: string, domain: string, greeting: string): Promise<string> {
  const client = new CloudFormationClient(settings(owner))
  const TemplateBody = await readFile(new URL('site.yml', import.meta.url), 'utf8')
  const Parameters = Object.entries({ Domain: domain, Greeting: greeting }).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue
  }))
  await client.send(new CreateStackCommand({ StackName: 'site', TemplateBody, Parameters }))
  return until(async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'site' }))
    const { StackStatus, StackStatusReason, Outputs } = Stacks?.[0] ?? {}
    if (StackStatus === 'CREATE_COMPLETE') return Outputs?.[0]?.OutputValue ?? ''
    if (StackStatus !== 'CREATE_IN_PROGRESS') throw new Error(`${StackStatus ?? ''}: ${StackStatusReason ?? ''}`)
    return undefined
  })
}
