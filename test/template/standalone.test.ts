import { expect, test } from '@jest/globals'
import { standalone, typesMade } from '../../src/template/standalone.ts'
import { domain, plain, withDomain } from './example.ts'

const parametersOf = (document: object): readonly string[] =>
  Object.keys((document as { readonly Parameters: object }).Parameters).toSorted()
const outputsOf = (document: object): readonly string[] =>
  Object.keys((document as { readonly Outputs: object }).Outputs).toSorted()

test('what the service stack asks for, the platform stack tells; only the hosted zone comes from elsewhere', () => {
  const { platform, service } = standalone(withDomain)
  const told = [...outputsOf(platform), 'HostedZoneId']
  expect(parametersOf(platform)).toEqual(['HostedZoneId', 'ZoneA', 'ZoneB'])
  expect(parametersOf(service).filter((name) => !told.includes(name))).toEqual([])
})

test('the task definition names what only an account knows', () => {
  const { taskDefinition } = standalone(plain)
  expect(taskDefinition).toMatchObject({
    executionRoleArn: '${ExecutionRoleArn}',
    containerDefinitions: [{ image: '${Image}', logConfiguration: { options: { 'awslogs-group': '${LogGroupName}' } } }]
  })
})

test('there is no fingerprint: it is of one deployment', () => {
  const { platform, service } = standalone(plain)
  expect([...outputsOf(platform), ...outputsOf(service)]).not.toContain('Fingerprint')
})

test.each([
  ['shop.example', 'zone-apex', ['ApexRecord', 'WwwRecord']],
  ['app.shop.example', 'zone-apex', ['ApexRecord']],
  ['app.shop.example', true, ['ApexRecord', 'WwwRecord']],
  ['shop.example', false, ['ApexRecord']]
] as const)('there are records for each name of %s with www %s', (name, www, records) => {
  const { service } = standalone({ ...plain, frontDoor: { ...domain, domain: name, www } })
  const resources = Object.keys((service as { readonly Resources: object }).Resources)
  expect(resources.filter((resource) => resource.endsWith('Record'))).toEqual(records)
})

test('there are no records when DNS is elsewhere', () => {
  const frontDoor = {
    ...domain,
    hostedZone: { do: 'none' },
    certificateArn: 'arn:aws:acm:eu-west-1:1:certificate/a'
  } as const
  const { platform, service } = standalone({ ...plain, frontDoor })
  expect([...parametersOf(platform), ...parametersOf(service)]).not.toContain('HostedZoneId')
})

test('what would be made has a type for each resource of both stacks', () => {
  const { platform, service } = standalone(plain)
  const count = [platform, service].map((document) =>
    Object.keys((document as { readonly Resources: object }).Resources)
  )
  expect(typesMade(plain)).toHaveLength(count.flat().length)
  expect(typesMade(plain)).toEqual(expect.arrayContaining(['AWS::EC2::VPC', 'AWS::ECS::Service']))
})
