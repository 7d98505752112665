// The workflows for real, after docs/getting-started.md: act runs the examples in a user's repository, with the rights of
// the bootstrap alone, and these call ours in another one.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { openWorkspace, type Workspace } from '../../local/workspace.ts'
import { openAct, type Act, type Order, type Run } from './act.ts'
import { bootstrap } from './bootstrap.ts'
import { openStage, withToken, type Stage } from './stage.ts'

const account = '100000000118'
const branch = 'repo:acme/shop:ref:refs/heads/main'
const pullRequest = 'repo:acme/shop:pull_request'

describe('the workflows', () => {
  let stage: Stage
  let shop: Workspace
  let act: Act
  let tools: string
  let variables: Readonly<Record<string, string>>
  before(async () => {
    stage = await openStage(account)
    variables = await start()
    shop = openWorkspace('examples/hello')
    mkdirSync(join(shop.folder, '.github'))
    settings()
    act = await openAct(shop.folder)
    shop.write(
      '.github/workflows/consumer.yml',
      readFileSync(join(shop.folder, '.github/workflows/push.yml'), 'utf8') + consumer
    )
    shop.commit('Workflows')
    execFileSync('git', ['remote', 'add', 'origin', 'https://github.com/acme/shop'], { cwd: shop.folder })
    tools = mkdtempSync(join(tmpdir(), 'slipway-gh-'))
    writeFileSync(join(tools, 'gh'), gh)
    chmodSync(join(tools, 'gh'), 0o755)
  })
  after(async () => {
    act.close()
    shop.remove()
    await stage.close()
    rmSync(tools, { recursive: true })
  })

  /** What docs/getting-started.md lets an administrator do: the bootstrap, then its outputs as variables. */
  async function start(
    more: Readonly<Record<string, string>> = {},
    stack?: string
  ): Promise<Readonly<Record<string, string>>> {
    const page = readFileSync(new URL('../../docs/getting-started.md', import.meta.url), 'utf8')
    const pairs = (pattern: RegExp) =>
      [...page.matchAll(pattern)].map(([, key = '', value = '']) => [key, value] as const)
    const given = pairs(/(?<!`)\b(Repository|Name)=(?!=)(\S+)/g)
    const asked = { ...Object.fromEntries(given), OwnerId: '1', RepositoryId: '2', ...more }
    const outputs = await bootstrap(stage, asked, stack)
    return Object.fromEntries(
      pairs(/variable set (\w+) .*\(output (\w+)\)/g).map(([name, output]) => [name, outputs[output] ?? ''])
    )
  }

  function settings(more: object = {}): void {
    const file = {
      name: 'shop',
      regions: ['eu-west-1', 'us-east-1'],
      waves: 'parallel',
      'build-args': { BASE: stage.base },
      'health-check-path': '/healthz',
      'health-check-grace-seconds': 240,
      ...more
    }
    shop.write('.github/slipway.yml', JSON.stringify(file))
  }

  /** Without a key: each job has the token of `subject`. */
  async function run(order: Omit<Order, 'environment'>, subject = branch): Promise<Run> {
    const { AWS_REGION: _, ...rest } = withToken(stage, `&sub=${subject}`)
    const environment = { ...rest, PATH: [tools, rest.PATH ?? process.env.PATH].join(delimiter), GH_FOLDER: tools }
    const ended = await act.run({ variables, ...order, environment })
    const { log, outputs, processes } = ended
    await stage.search({ log, outputs: JSON.stringify(outputs), processes })
    return ended
  }

  const byHand = (inputs: Readonly<Record<string, string>>): Promise<Run> =>
    run({ event: 'workflow_dispatch', workflow: 'dispatch.yml', payload: { inputs } })

  async function page({ outputs }: Run): Promise<string> {
    const { body } = await stage.visit(`${outputs.slipway?.url ?? ''}/`)
    return /<h1>(.*)<\/h1>/.exec(body)?.[1] ?? body
  }

  const regionsOf = ({ outputs }: Run): readonly string[] =>
    Object.keys(JSON.parse(outputs.slipway?.result ?? '{}') as object)

  it('by hand: deploy one region', async () => {
    const ended = await byHand({ command: 'deploy', regions: 'eu-west-1' })
    assert.deepEqual(Object.values(ended.jobs), ['success'], ended.log)
    assert.equal(ended.outputs.slipway?.verdict, 'deployed')
    assert.deepEqual(regionsOf(ended), ['eu-west-1'])
    assert.equal(await page(ended), 'Hello from version 1.0.0')
  })

  it('push to main: deploy every region, and tell the next job', async () => {
    shop.write('package.json', JSON.stringify({ name: 'hello', version: '2.0.0', private: true, type: 'module' }))
    shop.commit('Version 2.0.0')
    const ended = await run({ event: 'push', workflow: 'consumer.yml' })
    assert.deepEqual(Object.values(ended.jobs), ['success', 'success'], ended.log)
    assert.deepEqual(regionsOf(ended), ['eu-west-1', 'us-east-1'])
    assert.equal(await page(ended), 'Hello from version 2.0.0')
    assert.deepEqual(ended.outputs.after, {
      verdict: 'deployed',
      url: ended.outputs.slipway?.url,
      digest: ended.outputs.slipway?.digest
    })
  })

  it('pull request: plan with the read-only role, and write nothing', async () => {
    settings({ cpu: 1024, memory: 2048 })
    const payload = { number: 7, pull_request: { number: 7, head: { repo: { full_name: 'acme/shop' } } } }
    const order = { event: 'pull_request', workflow: 'plan.yml', payload }
    const ended = await run(order, pullRequest)
    assert.deepEqual(Object.values(ended.jobs), ['success'], ended.log)
    assert.equal(ended.outputs.slipway?.verdict, 'planned')
    assert.equal(ended.outputs.slipway['has-changes'], 'true')
    assert.match(ended.outputs.slipway.plan ?? '', /cpu/)
    const deploy = await run(
      { ...order, variables: { ...variables, READ_ONLY_ROLE: variables.DEPLOY_ROLE ?? '' } },
      pullRequest
    )
    assert.equal(deploy.outputs.slipway?.['failure-code'], 'CREDENTIALS_REFUSED')
  })

  it('pull request of a fork: nothing is run', async () => {
    const payload = { number: 8, pull_request: { number: 8, head: { repo: { full_name: 'stranger/shop' } } } }
    const ended = await run({ event: 'pull_request', workflow: 'plan.yml', payload }, pullRequest)
    assert.equal(ended.exitCode, 0, ended.log)
    assert.deepEqual(ended.outputs, {})
  })

  it('nightly: one issue is opened, renewed and closed', async () => {
    const night = async (): Promise<readonly string[]> => {
      rmSync(join(tools, 'calls'), { force: true })
      const ended = await run({ event: 'workflow_dispatch', workflow: 'nightly.yml' })
      assert.deepEqual(Object.values(ended.jobs), ['success', 'success'], ended.log)
      return readFileSync(join(tools, 'calls'), 'utf8')
        .split('\n')
        .filter((line) => /^issue [a-z]+/.test(line))
    }
    const [, opened = ''] = await night()
    assert.match(
      opened,
      /^issue create --title Slipway: .* --body - eu-west-1: the task definition differs: cpu, memory/
    )
    writeFileSync(join(tools, 'open'), '12\n')
    const [, renewed = ''] = await night()
    assert.match(renewed, /^issue edit 12 --body - eu-west-1: the task definition differs/)
    settings()
    const [, closed = ''] = await night()
    assert.match(closed, /^issue close 12/)
  })

  it('by hand: go back in one region', async () => {
    const ended = await byHand({ command: 'rollback', regions: 'eu-west-1', to: '' })
    assert.deepEqual(Object.values(ended.jobs), ['success'], ended.log)
    assert.equal(ended.outputs.slipway?.verdict, 'restored')
    assert.equal(await page(ended), 'Hello from version 1.0.0')
  })

  it('by hand, protected: take everything away in one region', async () => {
    const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`
    const rights = {
      Environment: 'production',
      MayDestroy: 'yes',
      OidcProviderArn: provider,
      // The one that the app's roles have: with another it could not take their policies away.
      PermissionsBoundaryArn: variables.PERMISSIONS_BOUNDARY ?? ''
    }
    const protectedOnes = await start(rights, 'slipway-bootstrap-of-production')
    settings({ regions: ['eu-west-1'] })
    const order = { event: 'workflow_dispatch', workflow: 'destroy.yml', payload: { inputs: { confirm: 'shop' } } }
    const refused = await run({ ...order, variables: protectedOnes })
    assert.equal(refused.outputs.slipway?.['failure-code'], 'CREDENTIALS_REFUSED', refused.log)
    const ended = await run({ ...order, variables: protectedOnes }, 'repo:acme/shop:environment:production')
    assert.equal(ended.outputs.slipway?.verdict, 'destroyed', ended.log)
    assert.equal(await stage.eyes.stackStatus('shop-platform'), undefined)
    assert.equal(await stage.eyesIn('us-east-1').stackStatus('shop-platform'), 'CREATE_COMPLETE')
  })

  it('monorepo: only the service that a push has changed', async () => {
    const head = (): string => execFileSync('git', ['rev-parse', 'HEAD'], { cwd: shop.folder, encoding: 'utf8' }).trim()
    const changed = (before: string): Promise<Run> =>
      run({ event: 'push', workflow: 'monorepo.yml', job: 'changes', payload: { before } })
    for (const service of ['api', 'web']) {
      mkdirSync(join(shop.folder, service))
      shop.write(`${service}/server.js`, '')
    }
    shop.commit('Two services')
    const start = head()
    shop.write('web/server.js', '// new')
    shop.commit('web')
    assert.deepEqual((await changed(start)).outputs.diff, { web: 'true' })
    assert.deepEqual((await changed('0'.repeat(40))).outputs.diff, { api: 'true', web: 'true' })
  })
})

/** What another job of the caller reads. */
const consumer = `
  after:
    needs: deploy
    runs-on: ubuntu-24.04
    steps:
      - id: after
        env:
          VERDICT: \${{ needs.deploy.outputs.verdict }}
          URL: \${{ needs.deploy.outputs.url }}
          DIGEST: \${{ needs.deploy.outputs.digest }}
        run: printf 'verdict=%s\\nurl=%s\\ndigest=%s\\n' "$VERDICT" "$URL" "$DIGEST" >>"$GITHUB_OUTPUT"
`

/** GitHub's command line, which writes down what it is asked and knows the issue that the file \`open\` names. */
const gh = `#!/bin/sh
echo "$*" >>"$GH_FOLDER/calls"
if [ "$2" = list ] && [ -e "$GH_FOLDER/open" ]; then cat "$GH_FOLDER/open"; fi
`
