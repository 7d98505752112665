// One site from several regions: deployed, brought back, moved to another region, taken away and made anew, with visitors
// all the time. What the account had before is what it has in the end.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr'
import { ListHostedZonesByNameCommand, ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53'
import type { Ended } from '../../local/runner.ts'
import { remainsOf } from './remains.ts'
import { askDuring, openStage, type Stage } from './stage.ts'

const domain = 'regions.example'
const url = `https://${domain}/`
const [ireland, virginia, sydney, frankfurt] = ['eu-west-1', 'us-east-1', 'ap-southeast-2', 'eu-central-1'] as const
const all = [ireland, virginia, sydney, frankfurt]
const first = [ireland, virginia, sydney]
const moved = [ireland, virginia, frankfurt]

/** The settings of the first three regions; `broken` where a version does not start. */
const file = (broken?: string): string =>
  JSON.stringify({
    regions: Object.fromEntries(
      first.map((region) => [
        region,
        { env: { GREETING: `in ${region}`, ...(region === broken && { MODE: 'crash' }) } }
      ])
    )
  })

describe('one site from several regions', () => {
  let stage: Stage
  let empty: readonly (readonly string[])[]
  let records: readonly string[]
  before(async () => {
    stage = await openStage('100000000018', domain)
    empty = await remains()
    records = await recordsOf(stage)
    mkdirSync(join(stage.workspace.folder, '.github'))
    stage.workspace.write('.github/slipway.yml', file())
    stage.workspace.write('.github/broken.yml', file(virginia))
    stage.workspace.commit('Settings of the regions')
  })
  after(() => stage.close())

  const remains = (): Promise<readonly (readonly string[])[]> =>
    Promise.all(all.map((region) => remainsOf(stage, region)))

  /** Those of the config file, if no others are asked for. */
  async function run(inputs: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const NODE_OPTIONS = `--import=${new URL('forgetful.ts', import.meta.url).href}`
    return stage.deploy({ regions: '', ...inputs }, { environment: { ...stage.environment, NODE_OPTIONS } })
  }

  /** With fifty visits a second from near these regions, of which none may fail. */
  async function visited(near: readonly string[], inputs: Readonly<Record<string, string>>): Promise<Ended> {
    let ended: Ended | undefined
    const visits = near.map((region) => {
      const visit = stage.visitFrom(region)
      return () => visit(url)
    })
    const seen = await askDuring(
      visits,
      async () => {
        ended = await run(inputs)
      },
      50
    )
    assert.ok(ended)
    assert.deepEqual(Object.keys(seen), ['200'], JSON.stringify(seen) + ended.log)
    return ended
  }

  /** What a visitor sees is what the service runs, and what its newest revision says. @returns the image's digest. */
  async function runs(region: string, version: string): Promise<string | undefined> {
    const greeting = first.includes(region as never) ? ` in ${region}` : ''
    assert.equal((await stage.visitFrom(region)(url)).body.trim(), `version ${version}${greeting}`)
    const eyes = stage.eyesIn(region)
    const { taskDefinition, image } = await eyes.service()
    assert.equal((await eyes.activeRevisions())[0], taskDefinition)
    assert.ok(image.includes(`/${region}/shop@sha256:`), image)
    return image.split('@')[1]
  }

  /** @returns the one image that all of them run. */
  async function allRun(regions: readonly string[], version: string): Promise<string> {
    const [digest = '', ...others] = new Set(await Promise.all(regions.map((region) => runs(region, version))))
    assert.deepEqual(others, [])
    return digest
  }

  const writesIn = async (where: string): Promise<readonly string[]> =>
    (await stage.gateway.calls(stage.account)).flatMap(({ region, write, call }) =>
      write && region === where ? [call] : []
    )

  it('is built once, and every region has the same bytes', async () => {
    const ended = await run()
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    const digest = await allRun(first, 'one')
    assert.equal(ended.outputs.digest, digest)
    assert.equal(count(ended, /^::group::Build the image/), 1, ended.log)
    assert.equal(count(ended, /^pushing /), 1, ended.log)
    assert.equal(count(ended, /Copy the image from eu-west-1$/), 2, ended.log)
    for (const region of [virginia, sydney]) await assertWhole(stage, region, digest)
    assert.deepEqual(await membersOf(stage), membersIn(first))
  })

  it('takes a new version without a failed request', async () => {
    stage.workspace.write('version.txt', 'two')
    stage.workspace.commit('Two')
    const ended = await visited(first, {})
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    await allRun(first, 'two')
  })

  it('runs the earlier version everywhere after the second region has failed', async () => {
    stage.workspace.write('version.txt', 'three')
    stage.workspace.commit('Three')
    const inputs = { config: '.github/broken.yml', waves: 'serial', 'on-region-failure': 'rollback-all' }
    const ended = await visited(first, inputs)
    assert.equal(ended.exitCode, 1)
    assert.equal(ended.outputs['failure-code'], 'CRASH_LOOP', ended.log)
    assert.deepEqual(verdictsOf(ended), ['taken-back', 'rolled-back', 'skipped'])
    await allRun(first, 'two')
  })

  it('is brought back everywhere without a build and without a failed request', async () => {
    const ended = await visited(first, { command: 'rollback' })
    assert.equal(ended.outputs.verdict, 'restored', ended.log)
    assert.deepEqual(verdictsOf(ended), ['restored', 'restored', 'restored'])
    await allRun(first, 'one')
  })

  it('is told, and nothing is written', async () => {
    const { writes } = await stage.callsOf(async () => {
      const ended = await run({ command: 'status' })
      assert.deepEqual(verdictsOf(ended), ['reported', 'reported', 'reported'], ended.log)
      assert.equal(count(ended, /Platform stack: as asked for/), 3, ended.log)
    })
    assert.deepEqual(writes, [])
  })

  it('is in a region more with the image that is there, and one that is left out is named', async () => {
    await stage.gateway.clear(stage.account)
    const ended = await run({ regions: moved.join() })
    assert.deepEqual(await writesIn(sydney), [])
    assert.equal(ended.outputs.verdict, 'deployed', ended.log)
    assert.doesNotMatch(ended.log, /Build the image|pushing /)
    assert.match(ended.log, /also served from ap-southeast-2, which this run did not update/)
    await assertWhole(stage, frankfurt, await allRun(moved, 'three'))
    await allRun([sydney], 'one')
    assert.deepEqual(await membersOf(stage), membersIn(all))
  })

  it('leaves a region without a failed request: the records first', async () => {
    await stage.gateway.clear(stage.account)
    const ended = await visited([sydney, ireland], { command: 'destroy', confirm: 'shop', regions: sydney })
    assert.equal(ended.outputs.verdict, 'destroyed', ended.log)
    assert.deepEqual(
      (await writesIn(sydney)).filter((call) => /:(Execute|Delete)/.test(call)).slice(0, 2),
      ['cloudformation:ExecuteChangeSet', 'cloudformation:DeleteStack'],
      ended.log
    )
    assert.deepEqual((await remains())[all.indexOf(sydney)], empty[all.indexOf(sydney)])
    assert.deepEqual(await membersOf(stage), membersIn(moved))
  })

  it('is taken away but for its images, which the next deployment takes', async () => {
    const ended = await run({ command: 'destroy', confirm: 'shop', regions: moved.join(), 'keep-images': 'true' })
    assert.deepEqual(verdictsOf(ended), ['destroyed', 'destroyed', 'destroyed'], ended.log)
    const kept = all.map((region, index) => [
      ...(empty[index] ?? []),
      ...(region === sydney ? [] : ['repository shop'])
    ])
    assert.deepEqual(
      await remains(),
      kept.map((names) => names.toSorted())
    )
    assert.deepEqual(await membersOf(stage), [])
    const again = await run({ regions: moved.join(), waves: 'parallel' })
    assert.equal(again.outputs.verdict, 'deployed', again.log)
    assert.doesNotMatch(again.log, /Build the image|pushing |Copy the image/)
    await allRun(moved, 'three')
  })

  it('is gone in the end but for the record that proves its names', async () => {
    const ended = await run({ command: 'destroy', confirm: 'shop', regions: moved.join() })
    assert.deepEqual(verdictsOf(ended), ['destroyed', 'destroyed', 'destroyed'], ended.log)
    assert.deepEqual(await remains(), empty)
    const left = await recordsOf(stage)
    const isProof = (record: string): boolean => /^_\w+\.(www\.)?regions\.example\. CNAME $/.test(record)
    assert.ok(left.some(isProof))
    assert.deepEqual(
      left.filter((record) => !isProof(record)),
      records
    )
  })
})

const count = ({ log }: Ended, words: RegExp): number => log.split('\n').filter((line) => words.test(line)).length

/** In the order of the regions. */
const verdictsOf = ({ outputs }: Ended): readonly unknown[] =>
  Object.values(JSON.parse(outputs.result ?? '{}') as Readonly<Record<string, { readonly verdict: string }>>).map(
    ({ verdict }) => verdict
  )

/** The zone's records: name, type, whose. */
async function recordsOf({ eyes }: Stage): Promise<readonly string[]> {
  const client = new Route53Client({ ...eyes.config, region: 'us-east-1' })
  const { HostedZones = [] } = await client.send(new ListHostedZonesByNameCommand({ DNSName: domain }))
  const [zone] = HostedZones
  assert.equal(zone?.Name, `${domain}.`)
  const { ResourceRecordSets = [] } = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId: zone.Id }))
  return ResourceRecordSets.map(
    ({ Name = '', Type = '', SetIdentifier = '' }) => `${Name} ${Type} ${SetIdentifier}`
  ).toSorted()
}

const membersOf = async (stage: Stage): Promise<readonly string[]> =>
  (await recordsOf(stage)).filter((record) => record.includes(' A '))

const membersIn = (regions: readonly string[]): readonly string[] =>
  regions.flatMap((region) => ['', 'www.'].map((part) => `${part}${domain}. A shop-${region}`)).toSorted()

interface Manifest {
  readonly config: { readonly digest: string }
  readonly layers: readonly { readonly digest: string }[]
}

/** Asks the registry for each part of an image, which has the digest that it is asked for by. */
async function assertWhole({ account, eyes }: Stage, region: string, image: string): Promise<void> {
  const ecr = new ECRClient({ ...eyes.config, region })
  const { authorizationData: [login] = [] } = await ecr.send(new GetAuthorizationTokenCommand())
  const authorization = `Basic ${login?.authorizationToken ?? ''}`
  const read = async (path: string, digest: string): Promise<Buffer> => {
    const from = `${eyes.config.endpoint}/v2/${account}/${region}/shop/${path}/${digest}`
    const answer = await fetch(from, { headers: { authorization, accept: '*/*' } })
    const body = Buffer.from(await answer.arrayBuffer())
    assert.equal(`sha256:${createHash('sha256').update(body).digest('hex')}`, digest, `${from}: ${answer.status}`)
    return body
  }
  const { config, layers } = JSON.parse((await read('manifests', image)).toString()) as Manifest
  for (const { digest } of [config, ...layers]) await read('blobs', digest)
}
