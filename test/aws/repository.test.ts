import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  PutImageCommand
} from '@aws-sdk/client-ecr'
import { describe, expect, test } from '@jest/globals'
import { aws, awsError } from './aws.ts'
import { mocked } from './mocked.ts'

const ecr = mocked(ECRClient)

describe('an image', () => {
  test('is found by tag and by digest', async () => {
    ecr.on(DescribeRepositoriesCommand).resolves({ repositories: [{ repositoryUri: 'r/app' }] })
    ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{ imageDigest: 'sha256:1' }] })
    const image = { digest: 'sha256:1', reference: 'r/app@sha256:1' }
    expect(await aws().repository.imageByTag('app', 't')).toEqual(image)
    expect(await aws().repository.imageByDigest('app', 'sha256:1')).toEqual(image)
    expect(await aws().repository.digestByTag('app', 't')).toBe('sha256:1')
    expect(ecr.commandCalls(DescribeImagesCommand).map(({ args }) => args[0].input.imageIds)).toEqual([
      [{ imageTag: 't' }],
      [{ imageDigest: 'sha256:1' }],
      [{ imageTag: 't' }]
    ])
  })

  test('is not there, and neither may the repository be', async () => {
    ecr.on(DescribeRepositoriesCommand).resolves({ repositories: [{ repositoryUri: 'r/app' }] })
    ecr.on(DescribeImagesCommand).rejects(awsError('ImageNotFoundException', 'x'))
    expect(await aws().repository.imageByTag('app', 't')).toBeUndefined()
    ecr.on(DescribeImagesCommand).resolves({ imageDetails: [] })
    expect(await aws().repository.digestByTag('app', 't')).toBeUndefined()
    ecr.on(DescribeRepositoriesCommand).rejects(awsError('RepositoryNotFoundException', 'x'))
    expect(await aws().repository.uri('app')).toBeUndefined()
  })
})

describe('a login', () => {
  test.each([
    ['https://1.dkr.ecr.eu-west-1.amazonaws.com', '1.dkr.ecr.eu-west-1.amazonaws.com'],
    ['http://registry.example:5000/', 'registry.example:5000']
  ])('is for the registry of %s', async (proxyEndpoint, registry) => {
    const authorizationToken = Buffer.from('AWS:a:b').toString('base64')
    ecr.on(GetAuthorizationTokenCommand).resolves({ authorizationData: [{ authorizationToken, proxyEndpoint }] })
    expect(await aws().repository.login()).toEqual({ registry, username: 'AWS', password: 'a:b' })
  })

  test('without a token names the field', async () => {
    ecr.on(GetAuthorizationTokenCommand).resolves({ authorizationData: [] })
    await expect(aws().repository.login()).rejects.toThrow('authorizationToken')
  })
})

describe('a tag', () => {
  test('is added to what was pushed, as it was pushed', async () => {
    ecr.on(BatchGetImageCommand).resolves({ images: [{ imageManifest: '{}', imageManifestMediaType: 'index' }] })
    await aws().repository.addTag('app', 'sha256:1', 'kept')
    expect(ecr.commandCalls(BatchGetImageCommand)[0]?.args[0].input).toMatchObject({
      imageIds: [{ imageDigest: 'sha256:1' }],
      acceptedMediaTypes: expect.arrayContaining(['application/vnd.oci.image.index.v1+json'])
    })
    expect(ecr.commandCalls(PutImageCommand)[0]?.args[0].input).toEqual({
      repositoryName: 'app',
      imageManifest: '{}',
      imageManifestMediaType: 'index',
      imageTag: 'kept'
    })
  })

  test('that is already there is fine, one that names another image is not', async () => {
    ecr.on(BatchGetImageCommand).resolves({ images: [{ imageManifest: '{}' }] })
    ecr.on(PutImageCommand).rejects(awsError('ImageAlreadyExistsException', 'x'))
    await expect(aws().repository.addTag('app', 'sha256:1', 'kept')).resolves.toBeUndefined()
    ecr.on(PutImageCommand).rejects(awsError('ImageTagAlreadyExistsException', 'x'))
    await expect(aws().repository.addTag('app', 'sha256:1', 'kept')).rejects.toMatchObject({ code: 'NAME_TAKEN' })
  })

  test('cannot be added to an image that is gone', async () => {
    ecr
      .on(BatchGetImageCommand)
      .resolvesOnce({ images: [], failures: [{}] })
      .rejects(awsError('RepositoryNotFoundException', 'no'))
    const add = () => aws().repository.addTag('app', 'sha256:1', 'kept')
    await expect(add()).rejects.toMatchObject({ code: 'IMAGE_UNPULLABLE' })
    await expect(add()).rejects.toMatchObject({ code: 'IMAGE_UNPULLABLE' })
  })

  test('is removed, also when it is gone', async () => {
    ecr.on(BatchDeleteImageCommand, { repositoryName: 'app', imageIds: [{ imageTag: 'kept' }] }).resolves({})
    await expect(aws().repository.removeTag('app', 'kept')).resolves.toBeUndefined()
    ecr.on(BatchDeleteImageCommand).rejects(awsError('RepositoryNotFoundException', 'x'))
    await expect(aws().repository.removeTag('app', 'kept')).resolves.toBeUndefined()
  })
})
