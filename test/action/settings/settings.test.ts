// Each mistake that one setting can have, with the sentence that it gets.
import { describe, expect, test } from '@jest/globals'
import { certificate, mistakesOf } from '../asking.ts'

const place = (name: string): string => `Input \`${name}\``

describe('one mistake is one sentence', () => {
  test.each<[string, string, string]>([
    ['command', 'deplay', `${place('command')} is \`deplay\`; choose \`deploy\``],
    ['name', 'My Shop', `${place('name')} is \`My Shop\`; a name has 2 to 50`],
    ['regions', 'eu-west-1a', `${place('regions')} is \`eu-west-1a\`; that is an availability zone`],
    ['timeout-minutes', '0', 'a whole number from 1 to 1440 is wanted'],
    ['timeout-minutes', '30m', 'the unit is fixed, so write the number alone; a whole number from 1 to 1440 is wanted'],
    ['timeout-minutes', '1.5', 'a whole number'],
    ['timeout-minutes', '-1', 'a whole number'],
    ['timeout-minutes', '1e3', 'a whole number'],
    ['force-new-deployment', 'yes', 'is `yes`; write `true` or `false`'],
    ['role-to-assume', 'deploy', "a role's ARN is wanted"],
    ['architecture', 'amd64', 'choose `x86_64` or `arm64`'],
    ['cpu', '300', `${place('cpu')} is \`300\`; Fargate takes 256, 512, 1024, 2048, 4096, 8192, 16384, 32768`],
    ['memory', '700', `${place('memory')} is \`700\`; with \`cpu: 512\` Fargate takes`],
    ['cpu', '1024', '`memory` is 1024 by default; with `cpu: 1024` Fargate takes 2048 to 8192'],
    ['container-port', '70000', 'from 1 to 65535'],
    ['env', 'A=1\nB', `${place('env')}: line 2 has no \`=\`; write KEY=VALUE`],
    ['regions', 'eu-west-1, x', '`x`: a region looks like'],
    ['env', '__proto__=x', 'line 1: `__proto__` cannot be set'],
    ['env', '=x', 'line 1 has nothing before its `=`'],
    ['env', 'A=1\nA=2', 'line 2 sets `A` again, after line 1'],
    ['env', '1A=x', 'line 1: `1A` is no variable name'],
    [
      'env',
      'DB_PASSWORD=hunter2',
      '`DB_PASSWORD` looks like a secret, and its value would be readable; keep the value'
    ],
    ['build-args', 'NPM_TOKEN=hunter2', 'anybody who has the image can read it; give it in `build-secrets`'],
    ['build-secrets', 'a b=x', '`a b` is no id of a build secret'],
    ['secrets', 'DB_PASSWORD=p@ss', 'must name where the secret is, not be it'],
    ['tags', 'aws:x=1', 'begins with `aws:` or `slipway:`, which are taken'],
    ['health-check-path', 'health', '`/health`'],
    ['health-check-codes', '2xx', '200 to 499'],
    ['health-check-interval-seconds', '4', 'from 5 to 300'],
    ['start-period-seconds', '301', 'from 0 to 300'],
    ['stop-timeout-seconds', '1', 'from 2 to 120'],
    ['deregistration-delay-seconds', '3601', 'from 0 to 3600'],
    ['failure-threshold', '0', 'from 1 to 200'],
    ['on-cancel', 'stop', '`rollback` or `leave`'],
    ['vpc-cidr', '10.0.0.0/28', 'two subnets'],
    ['domain', 'https://shop.example', '`shop.example`'],
    ['www', 'true', `${place('www')} has a meaning only with a \`domain\``],
    ['hosted-zone-id', 'Z1', 'has a meaning only with a `domain`'],
    ['certificate-arn', certificate, 'has a meaning only with a `domain`'],
    ['log-retention-days', '31', 'Set `log-retention-days: 60`'],
    ['failure-log-lines', 'all', 'a whole number'],
    ['image', 'my shop', 'an image reference is wanted'],
    ['repository', 'Shop', 'ECR takes'],
    ['image-tag', 'a b', 'a tag has at most 128'],
    ['cloudformation-role-arn', 'deploy', "a role's ARN is wanted"],
    ['permissions-boundary-arn', 'arn:aws:iam::111122223333:role/x', "a policy's ARN is wanted"],
    ['execution-role-arn', 'deploy', "a role's ARN is wanted"],
    ['task-role-arn', 'arn:aws:iam::1:role/x', "a role's ARN is wanted"],
    ['task-policy', '{', `${place('task-policy')}: that is not JSON`],
    ['task-policy', '[]', `${place('task-policy')}: a map is wanted`],
    ['ephemeral-storage-gib', '20', 'from 21 to 200'],
    ['strategy', 'bluegreen', '`rolling`, `blue-green`, `canary` or `linear`'],
    ['min-tasks', '11', '`min-tasks` is 11, more than `max-tasks`, which is 10 by default'],
    ['cpu-target-percent', '101', 'from 1 to 100'],
    ['scale-in-cooldown-seconds', '-1', 'from 0 to 86400'],
    ['task-ingress', 'all', '`alb-only`, `public` or `all-traffic`'],
    ['cluster-arn', 'apps', "a cluster's ARN is wanted"],
    ['waf', 'yes', '`none`, `managed` or the ARN of a regional web ACL'],
    ['waf', 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b', 'for CloudFront'],
    ['waf-mode', 'count', 'has a meaning only with `waf: managed`'],
    ['container-insights', 'on', '`disabled`, `enabled` or `enhanced`'],
    ['rollback-alarms', 'arn:aws:cloudwatch:eu-west-1:1:alarm:errors', 'ECS takes alarms by name: `errors`'],
    ['rollback-alarms', 'x'.repeat(256), 'at most 255 characters']
  ])('%s: %s', (name, text, part) => {
    const mistakes = mistakesOf({ [name]: text })
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(part)
  })
})
