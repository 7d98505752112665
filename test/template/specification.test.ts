// The check of templates that other tests use finds each mistake, and none where there is none.
import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { JsonObject } from '../../src/model/json.ts'
import { taskDefinitionProblems, templateProblems } from './specification.ts'

const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } }
const subnet = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } }
const cluster = (Properties: JsonObject): JsonObject => ({
  Resources: { C: { Type: 'AWS::ECS::Cluster', Properties } }
})
const service = (Properties: JsonObject, rest: JsonObject = {}): JsonObject => ({
  Parameters: { Ids: { Type: 'List<AWS::EC2::Subnet::Id>' }, Text: { Type: 'String' } },
  Resources: { S: { Type: 'AWS::ECS::Service', Properties }, Vpc: vpc, ...rest }
})
const subnets = (Subnets: JsonObject[string]): JsonObject =>
  service({ NetworkConfiguration: { AwsvpcConfiguration: { Subnets } } })
const output = (Value: JsonObject): JsonObject => ({ Resources: { Vpc: vpc }, Outputs: { O: { Value } } })

describe('a template without a mistake', () => {
  test.each<[string, JsonObject]>([
    ['plain', { Resources: { Vpc: vpc, Subnet: subnet } }],
    ['a list of a parameter', subnets({ Ref: 'Ids' })],
    ['texts of parameters in a list', subnets([{ Ref: 'Text' }])],
    ['a list of a text', subnets({ 'Fn::Split': [',', { Ref: 'Text' }] })],
    ['a property that a condition may take away', cluster({ ClusterName: { Ref: 'AWS::NoValue' } })],
    ['a list of a resource', subnets({ 'Fn::GetAtt': ['Vpc', 'CidrBlockAssociations'] })],
    ['attributes in both forms', output({ 'Fn::Join': ['', [{ 'Fn::GetAtt': 'Vpc.CidrBlock' }]] })],
    ['names of its own in a text', output({ 'Fn::Sub': ['${A}-${!B}-${Vpc.VpcId}', { A: { Ref: 'Vpc' } }] })],
    ['what waits for another', { Resources: { Vpc: vpc, C: { Type: 'AWS::ECS::Cluster', DependsOn: ['Vpc'] } } }],
    [
      'conditions',
      {
        Conditions: { One: { 'Fn::Equals': [1, 1] }, Two: { 'Fn::Not': [{ Condition: 'One' }] } },
        Resources: {
          Vpc: { ...vpc, Condition: 'Two' },
          C: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: { 'Fn::If': ['One', 'a', 'b'] } } }
        }
      }
    ]
  ])('%s', (_, template) => {
    expect(templateProblems(template)).toEqual([])
  })
})

describe('a mistake', () => {
  test.each<[string, JsonObject, string]>([
    ['a section', { Resource: {} }, 'Resource: there is no such thing'],
    ['a type', { Resources: { C: { Type: 'AWS::ECS::Clutter' } } }, 'C: unknown type "AWS::ECS::Clutter"'],
    ['no type', { Resources: { C: {} } }, 'C: unknown type undefined'],
    ['beside a type', { Resources: { Vpc: { ...vpc, Depends: 'C' } } }, 'Vpc.Depends: there is no such thing'],
    ['a property', cluster({ Name: 'c' }), 'C.Name: no such property'],
    [
      'a property deep down',
      service({ DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true, Reset: 1 } } }),
      'S.DeploymentConfiguration.DeploymentCircuitBreaker.Reset: no such property'
    ],
    ['a property in a list', cluster({ ClusterSettings: [{}, { N: 1 }] }), 'C.ClusterSettings.1.N: no such property'],
    ['a missing property', { Resources: { S: { Type: 'AWS::EC2::Subnet' } } }, 'S.VpcId: missing'],
    [
      'a missing property deep down',
      service({ LoadBalancers: [{ AdvancedConfiguration: {} }] }),
      'S.LoadBalancers.0.AdvancedConfiguration.AlternateTargetGroupArn: missing'
    ],
    ['a map for a text', cluster({ ClusterName: { a: 1 } }), 'C.ClusterName: string is wanted, not {"a":1}'],
    ['a number for a text', cluster({ ClusterName: 1 }), 'C.ClusterName: string is wanted, not 1'],
    ['a text for a list', cluster({ ClusterSettings: 'x' }), 'C.ClusterSettings: a list is wanted, not "x"'],
    ['a text for a map', cluster({ Configuration: 'x' }), 'C.Configuration: a map is wanted, not "x"'],
    [
      'a text for a truth',
      service({ EnableExecuteCommand: 'x' }),
      'S.EnableExecuteCommand: boolean is wanted, not "x"'
    ],
    ['a fraction', service({ DesiredCount: 1.5 }), 'S.DesiredCount: integer is wanted, not 1.5'],
    [
      'a value that is none',
      service({ LaunchType: 'fargate' }),
      'S.LaunchType: EC2 or FARGATE or EXTERNAL is wanted, not "fargate"'
    ],
    ['a tag of one word', cluster({ Tags: [{ Key: 'a' }] }), 'C.Tags.0: tag is wanted, not {"Key":"a"}'],
    [
      'a tag of three',
      cluster({ Tags: [{ Key: 'a', Value: 'b', C: 'd' }] }),
      'C.Tags.0: tag is wanted, not {"Key":"a","Value":"b","C":"d"}'
    ],
    [
      'a text of a function for a list',
      subnets({ Ref: 'Text' }),
      'S.NetworkConfiguration.AwsvpcConfiguration.Subnets: Ref gives a text, and a list is wanted'
    ],
    [
      'a list in a list',
      subnets([{ Ref: 'Ids' }]),
      'S.NetworkConfiguration.AwsvpcConfiguration.Subnets.0: Ref gives a list, and a text is wanted'
    ],
    [
      'a list of a resource for a text',
      service({ Cluster: { 'Fn::GetAtt': ['Vpc', 'CidrBlockAssociations'] } }),
      'S.Cluster: Fn::GetAtt gives a list, and a text is wanted'
    ],
    [
      'one side of a condition',
      { Conditions: { A: {} }, ...cluster({ ClusterName: { 'Fn::If': ['A', 'x', 1] } }) },
      'C.ClusterName: string is wanted, not 1'
    ],
    ['a condition', { Resources: { Vpc: { ...vpc, Condition: 'A' } } }, 'Vpc: there is no condition A'],
    ['a reference', output({ Ref: 'Vpcc' }), 'Outputs.O: refers to Vpcc, which is not there'],
    [
      'an attribute',
      output({ 'Fn::GetAtt': ['Vpc', 'Arn'] }),
      'Outputs.O: Vpc, an AWS::EC2::VPC, has no attribute Arn'
    ],
    ['an attribute of nothing', output({ 'Fn::GetAtt': 'Vpcc.Arn' }), 'Outputs.O: refers to Vpcc, which is not there'],
    ['a name in a text', output({ 'Fn::Sub': 'x-${Vpcc}' }), 'Outputs.O: refers to Vpcc, which is not there'],
    [
      'an attribute in a text',
      output({ 'Fn::Sub': '${Vpc.Arn}' }),
      'Outputs.O: Vpc, an AWS::EC2::VPC, has no attribute Arn'
    ],
    [
      'a reference in the values of a text',
      output({ 'Fn::Sub': ['${A}', { A: { Ref: 'Vpcc' } }] }),
      'Outputs.O: refers to Vpcc, which is not there'
    ],
    [
      'what it waits for',
      { Resources: { Vpc: { ...vpc, DependsOn: 'C' } } },
      'Vpc: depends on "C", which is not there'
    ],
    [
      'a circle',
      { Resources: { Vpc: { ...vpc, DependsOn: 'Subnet' }, Subnet: subnet } },
      'Vpc -> Subnet -> Vpc: each waits for the next'
    ],
    ['itself', cluster({ ClusterName: { Ref: 'C' } }), 'C -> C: each waits for the next']
  ])('%s', (_, template, problem) => {
    expect(templateProblems(template)).toEqual([problem])
  })
})

describe('a task definition', () => {
  test('is told by the words of its resource type', () => {
    expect(
      taskDefinitionProblems({
        family: 'shop-app',
        containerDefinitions: [{ name: 'a', image: 'b', portMapping: [] }]
      })
    ).toEqual(['ContainerDefinitions.0.PortMapping: no such property'])
  })
})

test('the bootstrap has no mistake', () => {
  const text = readFileSync(new URL('../../templates/bootstrap.yml', import.meta.url), 'utf8')
  expect(templateProblems(parse(text) as JsonObject)).toEqual([])
})
