// What a run costs that has nothing to do, in calls and in seconds, and how soon one ends that may not do anything: every
// call of the local AWS takes as long as one of AWS's. Beside it the official action for one of our two stacks.
import { parseArgs } from 'node:util'
import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation'
import { ensureBase } from '../local/base.ts'
import { startLocal, type Local } from '../local/local.ts'
import { runAction, type Ended, type Job } from '../local/runner.ts'
import { openWorkspace, type Workspace } from '../local/workspace.ts'
import { createZone } from '../local/zone.ts'
import { findStackPeer, howToGetStackPeer, type StackPeer } from './stack-peer.ts'

const account = '100000000098'
const region = 'eu-west-1'
const domain = 'idle.example'

interface Measured {
  readonly calls: number
  /** The median of all turns: from the start of the process to its end. */
  readonly seconds: number
}

/**
 * @param args `--turns N` (5), `--latency MS` (50) of each call, `--pace 0|aws` (0) as `npm run local` has it, `--peer PATH`
 * the other action's checkout.
 */
export async function nothingToDo(args: readonly string[]) {
  const options = {
    peer: { type: 'string' },
    turns: { type: 'string', default: '5' },
    pace: { type: 'string', default: '0' },
    latency: { type: 'string', default: '50' }
  } as const
  const { values } = parseArgs({ args: [...args], options })
  const peer = values.peer === undefined ? undefined : findStackPeer(values.peer)
  if (!peer) console.error(howToGetStackPeer)
  if (values.peer !== undefined && !peer) process.exit(2)
  const pace = values.pace === 'aws' ? 'aws' : '0'
  const local = await startLocal({ pace, region, log: console.log })
  const workspace = openWorkspace('test/e2e/app')
  // What it is given are files, which would be another version of our app.
  const theirs = openWorkspace('test/e2e/app')
  try {
    await createZone(local.gatewayUrl, account, domain)
    const runs = await openRuns(local, workspace)
    console.log('First deploy: the stacks and the service that are there afterwards')
    await runs.ours('deploy', 'deployed')
    const official = peer && (await runs.official(peer, theirs))
    const slow = { kind: 'slow', milliseconds: Number(values.latency) } as const
    await local.gateway.fail(account, slow)
    const measure = (name: string, run: () => Promise<Ended>) => measured(local, name, Number(values.turns), run)
    console.log(`\n${values.turns} turns at pace ${pace}, ${values.latency} ms for each call, Node ${process.version}`)
    console.log(`${''.padEnd(34)} calls   seconds`)
    const deploy = await measure('deploy, nothing to do', () => runs.ours('deploy', 'unchanged'))
    const plan = await measure('plan, nothing to do', () => runs.ours('plan', 'planned'))
    const others = official && (await measure('official action, one stack', official))
    const trust = await measure('refused by the trust policy', () => runs.untrusted())
    const unknown = { code: 'UnrecognizedClientException', message: 'The security token included is invalid.' }
    await local.gateway.fail(account, { kind: 'denied', status: 403, ...unknown })
    const credentials = await measure('refused credentials', () => runs.ours('deploy', 'failed'))
    return {
      pace,
      latency: Number(values.latency),
      turns: Number(values.turns),
      ...deploy,
      plan,
      refused: { credentials: credentials.seconds, trust: trust.seconds },
      ...(peer && others && { official: { version: peer.version, ...others } })
    }
  } finally {
    workspace.remove()
    theirs.remove()
    await local.stop()
  }
}

async function openRuns(local: Local, workspace: Workspace) {
  const environment = { ...local.env, AWS_ACCESS_KEY_ID: account }
  const base = await ensureBase(local, console.log)
  const usual = {
    name: 'shop',
    regions: region,
    domain,
    'build-args': `BASE=${base}`,
    'health-check-path': '/healthz'
  }
  const run = async (expected: string, job: Pick<Job, 'inputs'> & Partial<Job>): Promise<Ended> => {
    const ended = await runAction({ workspace: workspace.folder, environment, ...job })
    const { verdict = ended.exitCode === 0 ? 'done' : 'failed' } = ended.outputs
    if (verdict !== expected) throw new Error(`It ended as ${verdict}, not as ${expected}:\n${ended.log}`)
    return ended
  }
  return {
    ours: (command: string, expected: string) => run(expected, { inputs: { ...usual, command } }),

    /** With a token of this job, for a role that is not there: AWS says the same as of one that does not trust it. */
    untrusted: () =>
      run('failed', {
        environment: { ...environment, ...local.oidc, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
        inputs: { ...usual, 'role-to-assume': `arn:aws:iam::${account}:role/deploy` }
      }),

    /** What the platform stack is made of, asked for again. */
    async official(peer: StackPeer, place: Workspace): Promise<() => Promise<Ended>> {
      const stacks = new CloudFormationClient({
        endpoint: local.gatewayUrl,
        region,
        credentials: { accessKeyId: account, secretAccessKey: 'local' }
      })
      const name = 'shop-platform'
      const { TemplateBody = '' } = await stacks.send(new GetTemplateCommand({ StackName: name }))
      const { Stacks: [stack] = [] } = await stacks.send(new DescribeStacksCommand({ StackName: name }))
      place.write('template.json', TemplateBody)
      place.write('parameters.json', JSON.stringify(stack?.Parameters ?? []))
      const job = peer.job({
        name,
        template: 'template.json',
        'parameter-overrides': `file://${place.folder}/parameters.json`,
        tags: JSON.stringify(stack?.Tags ?? []),
        capabilities: 'CAPABILITY_IAM,CAPABILITY_NAMED_IAM'
      })
      return () => run('done', { ...job, workspace: place.folder })
    }
  }
}

async function measured(local: Local, name: string, turns: number, run: () => Promise<Ended>): Promise<Measured> {
  const found: { readonly calls: number; readonly seconds: number }[] = []
  for (let turn = 0; turn < turns; turn++) {
    await local.gateway.clear(account)
    const { seconds } = await run()
    const calls = (await local.gateway.calls(account)).filter(({ call }) => !call.startsWith('site:'))
    found.push({ calls: calls.length, seconds })
  }
  const calls = Math.max(...found.map((one) => one.calls))
  const sorted = found.map(({ seconds }) => seconds).toSorted((a, b) => a - b)
  const seconds = Math.round((sorted[Math.floor(sorted.length / 2)] ?? NaN) * 100) / 100
  console.log(`${name.padEnd(34)} ${String(calls).padStart(5)} ${seconds.toFixed(2).padStart(9)}`)
  return { calls, seconds }
}
