// What a run costs that has nothing to do, in calls and in seconds, and how soon one ends that may not do anything. Beside
// it the official action for one of our two stacks.
import { parseArgs } from 'node:util'
import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation'
import type { Ended } from '../local/runner.ts'
import { openWorkspace, type Workspace } from '../local/workspace.ts'
import { findStackPeer, howToGetStackPeer, type StackPeer } from './stack-peer.ts'
import { openTurns, region, turnOptions, type Turns } from './turns.ts'

const account = '100000000098'

/** @param args `turnOptions`, and `--peer PATH` for the other action's checkout. */
export async function nothingToDo(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: { peer: { type: 'string' }, ...turnOptions } })
  const peer = values.peer === undefined ? undefined : findStackPeer(values.peer)
  if (!peer) console.error(howToGetStackPeer)
  if (values.peer !== undefined && !peer) process.exit(2)
  const turns = await openTurns(account, 'idle.example', values)
  // What it is given are files, which would be another version of our app.
  const theirs = openWorkspace('test/e2e/app')
  try {
    const { local, run, measure } = turns
    console.log('First deploy: the stacks and the service that are there afterwards')
    await run('deployed', { command: 'deploy' })
    const official = peer && (await runsOf(peer, theirs, turns))
    await turns.begin()
    const deploy = await measure('deploy, nothing to do', () => run('unchanged', { command: 'deploy' }))
    const plan = await measure('plan, nothing to do', () => run('planned', { command: 'plan' }))
    const others = official && (await measure('official action, one stack', official))
    const trust = await measure('refused by the trust policy', () => untrusted(turns))
    const unknown = { code: 'UnrecognizedClientException', message: 'The security token included is invalid.' }
    await local.gateway.fail(account, { kind: 'denied', status: 403, ...unknown })
    const credentials = await measure('refused credentials', () => run('failed', { command: 'deploy' }))
    return {
      pace: values.pace,
      latency: Number(values.latency),
      turns: Number(values.turns),
      ...deploy,
      plan,
      refused: { credentials: credentials.seconds, trust: trust.seconds },
      ...(peer && others && { official: { version: peer.version, ...others } })
    }
  } finally {
    theirs.remove()
    await turns.close()
  }
}

/** With a token of this job, for a role that is not there: AWS says the same as of one that does not trust it. */
function untrusted({ local, run, environment }: Turns): Promise<Ended> {
  const noKeys = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }
  const inputs = { 'role-to-assume': `arn:aws:iam::${account}:role/deploy` }
  return run('failed', inputs, { environment: { ...environment, ...local.oidc, ...noKeys } })
}

/** What the platform stack is made of, asked for again by the official action. */
async function runsOf(peer: StackPeer, place: Workspace, { local, run }: Turns): Promise<() => Promise<Ended>> {
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
  return () => run('done', {}, { ...job, workspace: place.folder })
}
