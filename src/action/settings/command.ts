// What is to be done, and as whom.
import type { Overrides } from '../../model/config.ts'
import { choice, flag, list, nested, pairs, text, whole } from './form.ts'
import { mostTags, nameProblem, reduceSessionName, tagKeyProblem } from '../rules/name.ts'
import { overridesProblems } from '../rules/overrides.ts'
import { policyArnProblem, regionProblem, roleProblem, targetProblem } from '../rules/reference.ts'
import type { Setting } from './setting.ts'

export const commandSettings = {
  command: {
    group: 'what to do',
    ...choice(['deploy', 'plan', 'rollback', 'status', 'destroy', 'verify']),
    default: 'deploy',
    description:
      'What to do: `deploy` takes the Dockerfile to a served page, `plan` says what that would change, `rollback` goes back to what was good, `status` says what runs, `destroy` takes everything away, `verify` says whether a deployment can succeed.'
  },
  config: {
    group: 'what to do',
    ...text(),
    inputOnly: true,
    otherwise: '`.github/slipway.yml` when it exists',
    description: 'The file that the other settings may stand in, from the root of the workspace.'
  },
  name: {
    group: 'what to do',
    ...text(nameProblem),
    otherwise: "the repository's name",
    description: 'The name that everything in AWS is called after.'
  },
  regions: {
    group: 'what to do',
    ...list(regionProblem),
    otherwise: '`AWS_REGION` of the job',
    description:
      'The AWS regions to deploy to. In the config file also a map, whose values are settings for one region.'
  },
  'timeout-minutes': {
    group: 'what to do',
    ...whole(1, 1440),
    default: '30',
    description: 'After how many minutes we stop watching, undo the rollout and fail.'
  },
  'force-new-deployment': {
    group: 'what to do',
    ...flag(),
    default: 'false',
    description: 'Start fresh tasks even when nothing differs from what runs.'
  },
  to: {
    group: 'what to do',
    ...text(targetProblem),
    otherwise: 'the good revision before what runs',
    description: 'With `command: rollback`, what to go back to: a revision, a commit or an image tag.'
  },
  confirm: {
    group: 'destroy',
    ...text(),
    otherwise: 'nothing is removed',
    description: 'With `command: destroy`, the `name` once more.'
  },
  'keep-images': {
    group: 'destroy',
    ...flag(),
    default: 'false',
    description: 'With `command: destroy`, leave the repository and its images.'
  },
  'allow-replacement': {
    group: 'what to do',
    ...flag(),
    default: 'false',
    description: 'Make changes of a live stack that interrupt service, instead of refusing them.'
  },
  overrides: {
    group: 'what to do',
    ...nested<Overrides>(overridesProblems),
    type: 'YAML file, or a map in the config file',
    otherwise: 'none',
    description:
      'Values that no input names: `platform`, `service` and `taskDefinition` as `npm run template` prints them, merged last.'
  },
  tags: {
    group: 'what to do',
    ...pairs(tagKeyProblem, undefined, mostTags),
    otherwise: 'none but our own',
    description: 'Tags for every resource that is made.'
  },
  'role-to-assume': {
    group: 'who we are',
    ...text(roleProblem),
    otherwise: "the AWS SDK's default chain",
    description: 'ARN of the IAM role to assume with the OIDC token of the job.'
  },
  'role-session-name': {
    group: 'who we are',
    ...text(undefined, reduceSessionName),
    otherwise: '`slipway-<run id>`',
    description: 'What the session is called in CloudTrail; characters that AWS refuses become hyphens.'
  },
  'cloudformation-role-arn': {
    group: 'who we are',
    ...text(roleProblem),
    otherwise: 'CloudFormation acts as we do',
    description: 'ARN of the IAM role that CloudFormation makes everything as.'
  },
  'permissions-boundary-arn': {
    group: 'who we are',
    ...text(policyArnProblem),
    otherwise: 'none',
    description: 'ARN of the IAM policy that says what the roles that are made may do at most.'
  },
  audience: {
    group: 'who we are',
    ...text(),
    default: 'sts.amazonaws.com',
    description: 'Audience of the OIDC token; `sts.amazonaws.com.cn` in China.'
  }
} satisfies Readonly<Record<string, Setting>>
