import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  ECRClient,
  StartImageScanCommand
} from '@aws-sdk/client-ecr'
import { describe, expect, test } from '@jest/globals'
import { aws, awsError } from './aws.ts'
import { mocked } from './mocked.ts'

const ecr = mocked(ECRClient)

describe('findings hang on', () => {
  const holds = (manifest: object) => {
    ecr.on(BatchGetImageCommand).resolves({ images: [{ imageManifest: JSON.stringify(manifest) }] })
  }
  const index = {
    manifests: [
      { digest: 'sha256:amd', platform: { os: 'linux', architecture: 'amd64' } },
      { digest: 'sha256:arm', platform: { os: 'linux', architecture: 'arm64' } },
      { digest: 'sha256:attestation', platform: { os: 'unknown', architecture: 'unknown' } },
      { platform: {} },
      { digest: 'sha256:nothing' }
    ]
  }

  test.each([
    ['the image itself', { config: { digest: 'sha256:c' } }, 'x86_64', 'sha256:i'],
    ['the manifest for the processor', index, 'x86_64', 'sha256:amd'],
    ['the manifest for the other one', index, 'arm64', 'sha256:arm'],
    ['nothing, when the index has none', { manifests: [] }, 'arm64', undefined]
  ] as const)('%s', async (_, manifest, architecture, digest) => {
    holds(manifest)
    expect(await aws().scans.scannedDigest('app', 'sha256:i', architecture)).toBe(digest)
  })

  test('no image that is gone', async () => {
    ecr.on(BatchGetImageCommand).resolves({ images: [] })
    await expect(aws().scans.scannedDigest('app', 'sha256:i', 'arm64')).rejects.toMatchObject({
      code: 'IMAGE_UNPULLABLE'
    })
  })
})

describe('a scan', () => {
  const find = () => aws().scans.find('app', 'sha256:i')

  test.each([
    ['PENDING', undefined, { at: 'going-on' }],
    ['IN_PROGRESS', undefined, { at: 'going-on' }],
    ['ACTIVE', undefined, { at: 'going-on' }],
    ['ACTIVE', 'Inspector goes on', { at: 'going-on' }],
    ['FAILED', undefined, { at: 'without-result', because: 'FAILED' }],
    ['UNSUPPORTED_IMAGE', 'scratch', { at: 'without-result', because: 'UNSUPPORTED_IMAGE (scratch)' }],
    ['SOMETHING_NEW', undefined, { at: 'without-result', because: 'SOMETHING_NEW' }]
  ])('is read in %s (%s)', async (status, description, state) => {
    ecr.on(DescribeImageScanFindingsCommand).resolves({
      imageScanStatus: { status: status as 'FAILED', ...(description !== undefined && { description }) }
    })
    expect(await find()).toEqual(state)
  })

  test('without a status names the field', async () => {
    ecr.on(DescribeImageScanFindingsCommand).resolves({})
    await expect(find()).rejects.toThrow('imageScanStatus.status')
  })

  test('that nobody has begun is absent', async () => {
    ecr.on(DescribeImageScanFindingsCommand).rejects(awsError('ScanNotFoundException', 'x'))
    expect(await find()).toEqual({ at: 'absent' })
  })

  test('that is basic counts the findings of all pages, and names the worst first', async () => {
    const page = {
      imageScanStatus: { status: 'COMPLETE' as const },
      imageScanFindings: { findingSeverityCounts: { HIGH: 1, LOW: 1 } }
    }
    ecr
      .on(DescribeImageScanFindingsCommand, { imageId: { imageDigest: 'sha256:i' } })
      .resolves({
        ...page,
        nextToken: 'more',
        imageScanFindings: { ...page.imageScanFindings, findings: [{ name: 'ELSA-1', severity: 'LOW' }] }
      })
      .on(DescribeImageScanFindingsCommand, { imageId: { imageDigest: 'sha256:i' }, nextToken: 'more' })
      .resolves({
        ...page,
        imageScanFindings: {
          ...page.imageScanFindings,
          findings: [
            {
              name: 'CVE-1',
              severity: 'HIGH',
              attributes: [
                { key: 'package_name', value: 'glibc' },
                { key: 'package_version', value: '2.1' }
              ]
            }
          ]
        }
      })
    expect(await find()).toEqual({
      at: 'ended',
      findings: {
        counts: { HIGH: 1, LOW: 1 },
        worst: [
          { name: 'CVE-1', severity: 'HIGH', package: 'glibc 2.1' },
          { name: 'ELSA-1', severity: 'LOW' }
        ]
      }
    })
  })

  test('that is enhanced tells the version that mends it; what is not known is as bad as can be', async () => {
    ecr.on(DescribeImageScanFindingsCommand).resolves({
      imageScanStatus: { status: 'ACTIVE' },
      imageScanFindings: {
        findingSeverityCounts: { CRITICAL: 1, APOCALYPTIC: 1, UNTRIAGED: 2 } as never,
        enhancedFindings: [
          {
            severity: 'MEDIUM',
            title: 'CVE-2 - lodash',
            packageVulnerabilityDetails: {
              vulnerabilityId: 'CVE-2',
              vulnerablePackages: [{ name: 'lodash', version: '4.0.0', fixedInVersion: '4.17.21' }]
            }
          },
          {
            severity: 'APOCALYPTIC',
            title: 'Something else',
            packageVulnerabilityDetails: { vulnerablePackages: [{ name: 'x', fixedInVersion: 'NotAvailable' }] }
          },
          {}
        ]
      }
    })
    expect(await find()).toEqual({
      at: 'ended',
      findings: {
        counts: { CRITICAL: 2, UNTRIAGED: 2 },
        worst: [
          { name: 'Something else', severity: 'CRITICAL', package: 'x' },
          { name: 'a finding without a name', severity: 'CRITICAL' },
          { name: 'CVE-2', severity: 'MEDIUM', package: 'lodash 4.0.0', fixedIn: '4.17.21' }
        ]
      }
    })
  })

  test('that ended and found nothing has no findings', async () => {
    ecr.on(DescribeImageScanFindingsCommand).resolves({
      imageScanStatus: { status: 'COMPLETE' },
      imageScanFindings: {}
    })
    expect(await find()).toEqual({ at: 'ended', findings: { counts: {}, worst: [] } })
  })

  test.each(['LimitExceededException', 'ValidationException', 'UnsupportedImageTypeException'])(
    'is begun, and %s is no error',
    async (name) => {
      ecr.on(StartImageScanCommand).resolves({})
      await aws().scans.start('app', 'sha256:i')
      ecr.on(StartImageScanCommand).rejects(awsError(name, 'x'))
      await expect(aws().scans.start('app', 'sha256:i')).resolves.toBeUndefined()
    }
  )
})
