import { describe, expect, test } from '@jest/globals'
import { failureOfCall } from '../../src/aws/failures.ts'
import { Failure, type FailureCode } from '../../src/model/failure.ts'
import { awsError } from './aws.ts'

const socket = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code })

describe('whose fault it is', () => {
  test.each<[FailureCode, string, Error]>([
    [
      'CREDENTIALS_MISSING',
      'ecs:X',
      awsError('CredentialsProviderError', 'Could not load credentials from any providers', 0)
    ],
    [
      'CREDENTIALS_REFUSED',
      'ecs:X',
      awsError('ExpiredTokenException', 'The security token included in the request is expired')
    ],
    [
      'CREDENTIALS_REFUSED',
      'sts:X',
      awsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403)
    ],
    [
      'CREDENTIALS_REFUSED',
      'sts:X',
      awsError('SignatureDoesNotMatch', 'The request signature we calculated does not match', 403)
    ],
    [
      'CREDENTIALS_REFUSED',
      'ecs:X',
      awsError('UnrecognizedClientException', 'The security token included in the request is invalid.')
    ],
    [
      'CREDENTIALS_REFUSED',
      'ec2:X',
      awsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401)
    ],
    ['THROTTLED', 'ecs:X', awsError('ThrottlingException', 'Rate exceeded')],
    ['THROTTLED', 'cloudformation:X', awsError('Throttling', 'Rate exceeded')],
    ['THROTTLED', 'ecr:X', awsError('TooManyRequestsException', '', 429)],
    ['THROTTLED', 'route53:X', awsError('PriorRequestNotComplete', 'The request was rejected because ...')],
    ['QUOTA', 'ecs:X', awsError('LimitExceededException', 'The limit was exceeded')],
    ['QUOTA', 'ecr:X', awsError('ServiceQuotaExceededException', 'x')],
    ['AWS_UNAVAILABLE', 'ecs:X', awsError('ServerException', 'Service Unavailable', 503)],
    ['AWS_UNAVAILABLE', 'ecs:X', socket('ECONNRESET')],
    ['AWS_UNAVAILABLE', 'ecs:X', socket('ENOTFOUND')],
    ['AWS_UNAVAILABLE', 'ecs:X', socket('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')],
    ['AWS_UNAVAILABLE', 'ecs:X', awsError('TimeoutError', 'Connection timed out after 30000 ms', 0)],
    ['AWS_UNAVAILABLE', 'ecs:X', new Error('socket hang up')],
    [
      'STACK_BUSY',
      'cloudformation:X',
      awsError('ValidationError', 'Stack:arn is in UPDATE_IN_PROGRESS state and can not be updated.')
    ],
    ['STACK_BUSY', 'cloudformation:X', awsError('OperationInProgressException', 'x')],
    ['NAME_TAKEN', 'cloudformation:X', awsError('AlreadyExistsException', 'ChangeSet x already exists')],
    [
      'REVISION_REFUSED',
      'ecs:RegisterTaskDefinition',
      awsError('ClientException', 'No Fargate configuration exists for given values')
    ],
    ['REVISION_REFUSED', 'ecs:UpdateService', awsError('InvalidParameterException', 'TaskDefinition is inactive')],
    ['STACK_FAILED', 'cloudformation:CreateChangeSet', awsError('ValidationError', 'Template format error')],
    ['ACCESS_DENIED', 'ecs:X', awsError('UnknownOperationException', '')],
    ['BUG', 'logs:GetLogEvents', awsError('InvalidParameterException', 'limit must be positive')]
  ])('%s at %s: %s', (code, action, error) => {
    const failure = failureOfCall(error, action)
    expect(failure).toMatchObject({ code, cause: error })
    expect(failure.remedy).not.toBe('')
  })

  test('the sentence has the action and AWS’s own words', () => {
    const { sentence } = failureOfCall(awsError('ClientException', 'Role is not valid'), 'ecs:RegisterTaskDefinition')
    expect(sentence).toBe('AWS refuses ecs:RegisterTaskDefinition: Role is not valid')
  })

  test('a region that there is not has no address', () => {
    const { remedy } = failureOfCall(socket('ENOTFOUND'), 'cloudformation:DescribeStacks')
    expect(remedy).toMatch(/^Check the region in `regions`/)
  })

  test('without words the error’s name stands for them, without the SDK’s hints', () => {
    expect(failureOfCall(awsError('ServerException', 'UnknownError', 500), 'ecs:X').sentence).toMatch(
      /: ServerException$/
    )
    const html = new SyntaxError("Unexpected token '<'\n  Deserialization error: to see the raw response, inspect x")
    expect(failureOfCall(html, 'ecs:X')).toMatchObject({
      code: 'AWS_UNAVAILABLE',
      sentence: expect.not.stringMatching(/inspect/)
    })
  })

  test('a Failure stays what it is, and what is no Error becomes a sentence', () => {
    const failure = new Failure({ code: 'BUG', sentence: 's', remedy: 'r' })
    expect(failureOfCall(failure, 'ecs:X')).toBe(failure)
    expect(failureOfCall('text', 'ecs:X').sentence).toBe('AWS refuses ecs:X: text')
  })
})

describe('access denied', () => {
  const user = 'arn:aws:sts::1:assumed-role/deploy/s'
  test.each<[string, Error, string, RegExp]>([
    [
      'with a resource',
      awsError(
        'AccessDeniedException',
        `User: ${user} is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs:eu-west-1:1:service/c/s because no identity-based policy allows the ecs:UpdateService action`
      ),
      `${user} may not do ecs:UpdateService on arn:aws:ecs:eu-west-1:1:service/c/s.`,
      /^Allow ecs:UpdateService on arn/
    ],
    [
      'without one',
      awsError(
        'AccessDenied',
        `User: ${user} is not authorized to perform: ecs:ListTasks because no identity-based policy allows the ecs:ListTasks action`,
        403
      ),
      `${user} may not do ecs:ListTasks.`,
      /^Allow ecs:ListTasks to/
    ],
    [
      'on everything',
      awsError(
        'AccessDeniedException',
        `User: ${user} is not authorized to perform: ecr:GetAuthorizationToken on resource: * because`
      ),
      `${user} may not do ecr:GetAuthorizationToken.`,
      /^Allow ecr:GetAuthorizationToken to/
    ],
    [
      'inside another error',
      awsError(
        'ClientException',
        `User: ${user} is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/task`
      ),
      `${user} may not do iam:PassRole on arn:aws:iam::1:role/task.`,
      /^Allow iam:PassRole/
    ],
    [
      'by an explicit deny',
      awsError(
        'AccessDenied',
        `User: ${user} is not authorized to perform: sts:X on resource: r with an explicit deny in a service control policy`
      ),
      `${user} may not do sts:X on r.`,
      /expressly/
    ],
    [
      'in kilobytes of EC2',
      awsError(
        'UnauthorizedOperation',
        'You are not authorized to perform this operation. Encoded authorization failure message: aGVsbG8gd29ybGQ',
        403
      ),
      'The role of this job may not do ec2:X.',
      /^Allow ec2:X/
    ]
  ])('%s', (_, error, sentence, remedy) => {
    const failure = failureOfCall(error, 'ec2:X')
    expect(failure).toMatchObject({ code: 'ACCESS_DENIED', sentence, cause: error })
    expect(failure.remedy).toMatch(remedy)
    expect(failure.evidence.join('')).not.toMatch(/Encoded|aGVsbG8/)
  })
})
