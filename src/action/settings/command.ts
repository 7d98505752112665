// What is to be done, and to what.
import type { Overrides } from '../../model/config.ts'
import { choice, flag, list, nested, pairs, text, whole } from './form.ts'
import { mostTags, nameProblem, tagKeyProblem } from '../rules/name.ts'
import { overridesProblems } from '../rules/overrides.ts'
import { regionProblem, targetProblem } from '../rules/reference.ts'
import type { Setting } from './setting.ts'

export const command = {
  command: {
    ...choice(['deploy', 'plan', 'rollback', 'status', 'destroy', 'verify']),
    default: 'deploy',
    description:
      'What to do: `deploy` takes the Dockerfile to a served page, `plan` says what that would change, `rollback` goes back to what was good, `status` says what runs, `destroy` takes everything away, `verify` says whether a deployment can succeed.'
  },
  config: {
    ...text(),
    inputOnly: true,
    otherwise: '`.github/slipway.yml` when it exists',
    description: 'The file that the other settings may stand in, from the root of the workspace.'
  },
  name: {
    ...text(nameProblem),
    otherwise: "the repository's name",
    description: 'The name that everything in AWS is called after.'
  },
  regions: {
    ...list(regionProblem),
    otherwise: '`AWS_REGION` of the job',
    description:
      'The AWS regions to deploy to. In the config file also a map, whose values are settings for one region.'
  },
  'timeout-minutes': {
    ...whole(1, 1440),
    default: '30',
    description: 'After how many minutes we stop watching, undo the rollout and fail.'
  },
  'force-new-deployment': {
    ...flag(),
    default: 'false',
    description: 'Start fresh tasks even when nothing differs from what runs.'
  },
  to: {
    ...text(targetProblem),
    otherwise: 'the good revision before what runs',
    description: 'With `command: rollback`, what to go back to: a revision, a commit or an image tag.'
  },
  'allow-replacement': {
    ...flag(),
    default: 'false',
    description: 'Make changes of a live stack that interrupt service, instead of refusing them.'
  },
  overrides: {
    ...nested<Overrides>(overridesProblems),
    type: 'YAML file, or a map in the config file',
    otherwise: 'none',
    ofTheRun: false,
    description:
      'Values that no input names: `platform`, `service` and `taskDefinition` as `npm run template` prints them, merged last.'
  },
  tags: {
    ...pairs(tagKeyProblem, undefined, mostTags),
    otherwise: 'none but our own',
    ofTheRun: false,
    description: 'Tags for every resource that is made.'
  }
} satisfies Readonly<Record<string, Setting>>
