import { describe, expect, test } from '@jest/globals'
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { isObject, type JsonObject } from '../../src/model/json.ts'
import { joinParts, readPart } from '../../src/template/part.ts'

const folder = new URL('../../templates/', import.meta.url)
/** Those in folders: what lies beside them is a whole template. */
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /[/\\].*\.yml$/.test(file))
const section = (part: JsonObject, name: string): JsonObject => {
  const value = part[name]
  return isObject(value) ? value : {}
}

describe('the files', () => {
  test('have names of their own, because the bundle has them in one folder', () => {
    expect(new Set(files.map((file) => basename(file))).size).toBe(files.length)
  })

  test.each(files)('%s stands alone', (file) => {
    const part = readPart(new URL(file, folder))
    const known = [...Object.keys(section(part, 'Parameters')), ...Object.keys(section(part, 'Resources'))]
    const text = JSON.stringify(part)
    const references = [
      ...text.matchAll(/"Ref":"(\w+)"/g),
      ...text.matchAll(/\$\{(\w+)\}/g),
      ...text.matchAll(/"Fn::GetAtt":\["(\w+)"/g),
      ...text.matchAll(/"DependsOn":"(\w+)"/g)
    ].map(([, name]) => name)
    expect(references.filter((name) => name === undefined || !known.includes(name))).toEqual([])
    expect(typeof part.Description).toBe('string')
    expect(Object.keys(section(part, 'Resources'))).not.toHaveLength(0)
    expect(JSON.stringify(section(part, 'Parameters'))).not.toContain('Default')
  })

  test.each(files)('%s says DependsOn within itself or After across parts, not both', (file) => {
    const resources = Object.values(section(readPart(new URL(file, folder)), 'Resources')).filter(isObject)
    expect(resources.filter((resource) => 'DependsOn' in resource && 'Metadata' in resource)).toEqual([])
  })
})

describe('parts put together', () => {
  const network = { Parameters: { Cidr: {}, Zone: { Type: 'String' } }, Resources: { Vpc: { Type: 'V' } } }
  const balancer = {
    Parameters: { Vpc: { Type: 'String' }, Name: { Type: 'String' } },
    Resources: { Balancer: { Type: 'B', Metadata: { After: ['Vpc'] }, Properties: { In: { Ref: 'Vpc' } } } },
    Outputs: { Address: { Value: { 'Fn::Sub': '${Name}' } } }
  }
  const template = joinParts([network, balancer], { Cidr: '10.0.0.0/16', Name: 'shop' })

  test('ask only for what is neither set nor a resource', () => {
    expect(template.Parameters).toEqual({ Zone: { Type: 'String' } })
  })

  test('turn After into DependsOn and leave the reference to the resource', () => {
    expect(template.Resources).toEqual({
      Vpc: { Type: 'V' },
      Balancer: { Type: 'B', DependsOn: ['Vpc'], Properties: { In: { Ref: 'Vpc' } } }
    })
  })

  test('have all outputs', () => {
    expect(template.Outputs).toEqual({ Address: { Value: 'shop' } })
  })
})
