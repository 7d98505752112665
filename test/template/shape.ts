// Whether a value is one text, a list or a map: as far as it can be told before CloudFormation fills it in.
import type { PropertyType } from '@aws-cdk/service-spec-types'
import { mapOf, type JsonObject } from '../../src/model/json.ts'
import { attributeNamed, wordOf, type Called } from './function.ts'
import { resourceType } from './type.ts'

export type Shape = 'list' | 'text' | 'map' | 'any'

export function shapeWanted(type: PropertyType): Shape {
  switch (type.type) {
    case 'array':
      return 'list'
    case 'ref':
    case 'map':
    case 'tag':
      return 'map'
    case 'union':
    case 'json':
      return 'any'
    default:
      return 'text'
  }
}

/** What a function gives; a text stands for a number or a truth as well. */
export function shapeOf({ name, argument }: Called, template: JsonObject): Shape {
  switch (name) {
    case 'Ref':
      return argument === 'AWS::NoValue' ? 'any' : argument === 'AWS::NotificationARNs' ? 'list' : refShape()
    case 'Fn::GetAZs':
    case 'Fn::Split':
    case 'Fn::Cidr':
      return 'list'
    case 'Fn::GetAtt':
      return attributeShape()
    case 'Fn::Select':
    case 'Fn::FindInMap':
    case 'Fn::ImportValue':
      return 'any'
    default:
      return 'text'
  }

  function refShape(): Shape {
    const parameter = mapOf(mapOf(template.Parameters)[wordOf(argument)])
    return typeof parameter.Type === 'string' && /^(List<|CommaDelimitedList)/.test(parameter.Type) ? 'list' : 'text'
  }

  function attributeShape(): Shape {
    const { resource, attribute } = attributeNamed(argument)
    const { Type } = mapOf(mapOf(template.Resources)[resource])
    const found = resourceType(wordOf(Type))?.attributes[attribute]
    return found === undefined ? 'any' : shapeWanted(found.type)
  }
}
