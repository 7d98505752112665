// docs/migrate.md answers each input of the official actions once, and with settings that there are.
import { describe, expect, test } from '@jest/globals'
import { settingNames } from '../../src/action/settings/all.ts'
import { standalone } from '../../src/template/standalone.ts'
import { parsed } from '../action/asking.ts'
import { read } from '../workflows/files.ts'

/** As their action.yml has them, at the version that the page names. */
const actions: Readonly<Record<string, string>> = {
  'configure-aws-credentials (v6.2.3)':
    'aws-region aws-profile overwrite-aws-profile role-to-assume aws-access-key-id aws-secret-access-key aws-session-token web-identity-token-file role-chaining audience http-proxy no-proxy mask-aws-account-id role-duration-seconds role-external-id role-session-name role-skip-session-tagging transitive-tag-keys inline-session-policy managed-session-policies output-credentials output-env-credentials unset-current-credentials disable-retry retry-max-attempts special-characters-workaround use-existing-credentials allowed-account-ids force-skip-oidc action-timeout-s custom-tags sts-endpoint',
  'amazon-ecr-login (v2.1.7) and the build': 'http-proxy mask-password registries registry-type skip-logout',
  'amazon-ecs-render-task-definition (v1.9.0)':
    'task-definition task-definition-arn task-definition-family task-definition-revision container-name image environment-variables log-configuration-log-driver log-configuration-options docker-labels command task-role-arn execution-role-arn env-files secrets',
  'amazon-ecs-deploy-task-definition (v2.6.3)':
    'task-definition desired-count service cluster wait-for-service-stability wait-for-minutes wait-max-delay-seconds codedeploy-appspec codedeploy-application codedeploy-deployment-group codedeploy-deployment-description codedeploy-deployment-config force-new-deployment service-managed-ebs-volume-name service-managed-ebs-volume run-task run-task-container-overrides run-task-security-groups run-task-subnets run-task-assign-public-IP run-task-capacity-provider-strategy run-task-launch-type run-task-started-by run-task-tags run-task-managed-ebs-volume-name run-task-managed-ebs-volume wait-for-task-stopped enable-ecs-managed-tags propagate-tags keep-null-value-keys max-retries',
  'aws-cloudformation-github-deploy (v2.2.0)':
    'mode name template capabilities parameter-overrides no-execute-changeset no-delete-failed-changeset fail-on-empty-changeset disable-rollback timeout-in-minutes notification-arns role-arn tags termination-protection http-proxy change-set-name include-nested-stacks-change-set execute-change-set-id s3-bucket s3-prefix deployment-mode'
}

const text = read('docs/migrate.md')
const codes = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
const cellsOf = (part: string) =>
  [...part.matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)].map(([, left = '', right = '']) => ({ left, right }))

describe.each(Object.entries(actions))('%s', (heading, inputs) => {
  const [table = ''] = (text.split(`### ${heading}\n`)[1] ?? '').split(/^\| Output|^##/m)
  const rows = cellsOf(table)

  test('has each input once', () => {
    expect(rows.flatMap(({ left }) => codes(left)).toSorted()).toEqual(inputs.split(' ').toSorted())
  })

  test('is answered with settings', () => {
    /** What is no setting, and is said to be none. */
    const others = ['has-changes', '<name>-container', '<name>-platform', '<name>-service']
    const named = rows.flatMap(({ right }) => codes(right)).filter((code) => /^[a-z<][a-z<>-]*$/.test(code))
    expect(named.filter((code) => !settingNames.includes(code) && !others.includes(code))).toEqual([])
  })
})

describe('the service that is there', () => {
  const [part = ''] = (text.split('## What happens to the service that you have\n')[1] ?? '').split(/^## /m)

  test('is spoken of with settings and codes that there are', () => {
    const others = ['load-balancer-dns-name', 'shop-prod']
    const words = codes(part).filter((code) => /^[a-z]+(-[a-z]+)+$/.test(code))
    expect(words.filter((word) => !settingNames.includes(word) && !others.includes(word))).toEqual([])
  })

  test('the settings are taken, and reach the container', () => {
    const settings = /^```yaml\n(name: [\s\S]*?)^```/m.exec(text)?.[1] ?? ''
    const { taskDefinition } = standalone(parsed({}, settings).config)
    expect(taskDefinition).toMatchObject({
      cpu: '1024',
      containerDefinitions: [
        { name: 'shop-container', command: ['node', 'server.js'], dockerLabels: { team: 'checkout' } }
      ]
    })
  })
})
