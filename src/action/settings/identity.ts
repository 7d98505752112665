// Who we are in AWS: roles, and how a session is called.
import { text } from './form.ts'
import { reduceSessionName } from '../rules/name.ts'
import { policyArnProblem, roleProblem } from '../rules/reference.ts'
import type { Setting } from './setting.ts'

export const identity = {
  'role-to-assume': {
    ...text(roleProblem),
    otherwise: "the AWS SDK's default chain",
    description: 'ARN of the IAM role to assume with the OIDC token of the job.'
  },
  'role-session-name': {
    ...text(undefined, reduceSessionName),
    otherwise: '`slipway-<run id>`',
    description: 'What the session is called in CloudTrail; characters that AWS refuses become hyphens.'
  },
  'cloudformation-role-arn': {
    ...text(roleProblem),
    otherwise: 'CloudFormation acts as we do',
    description: 'ARN of the IAM role that CloudFormation makes everything as.'
  },
  'permissions-boundary-arn': {
    ...text(policyArnProblem),
    otherwise: 'none',
    description: 'ARN of the IAM policy that says what the roles that are made may do at most.'
  },
  audience: {
    ...text(),
    default: 'sts.amazonaws.com',
    description: 'Audience of the OIDC token; `sts.amazonaws.com.cn` in China.'
  }
} satisfies Readonly<Record<string, Setting>>
