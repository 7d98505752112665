// What is made of each configuration, to be read as a diff when something changes: whole templates of the plainest one
// and of the one with everything, for each option between them only what it changes in the plainest.
// Written anew by: UPDATE_GOLDEN=1 npm run unit -- test/template/golden && npx prettier --write test/template/golden
import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mapOf, type JsonObject } from '../../src/model/json.ts'
import { templateOf } from '../../src/template/stack.ts'
import { wordsOf } from '../../src/template/words.ts'
import { configurations, documentsOf, requestsOf, type Configuration } from './configurations.ts'
import { difference } from './difference.ts'
import { taskDefinitionProblems, templateProblems } from './specification.ts'

const folder = new URL('./golden/', import.meta.url)

describe.each(Object.entries(configurations))('%s', (name, configuration) => {
  const { platform, service, taskDefinition } = documentsOf(configuration)

  test('is what was reviewed', () => {
    const golden = goldenOf(name, configuration)
    const file = new URL(`${name}.json`, folder)
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, JSON.stringify(golden))
    expect(golden).toEqual(JSON.parse(readFileSync(file, 'utf8')))
  })

  test('AWS knows every type, property and attribute', () => {
    expect(templateProblems(platform)).toEqual([])
    expect(templateProblems(service)).toEqual([])
    expect(taskDefinitionProblems(taskDefinition)).toEqual([])
  })

  test('no two resources of a stack are called the same', () => {
    for (const { Resources } of [platform, service]) {
      const words = Object.entries(mapOf(Resources)).map(([id, resource]) =>
        wordsOf(id, mapOf(resource).Type as string)
      )
      expect(words).toEqual([...new Set(words)])
    }
  })

  test('outputs of the platform that the service stack takes are there', () => {
    const given = Object.keys(mapOf(platform.Outputs))
    const asked = Object.entries(mapOf(service.Parameters))
      .filter(([parameter, described]) => parameter !== 'HostedZoneId' && mapOf(described).Default === undefined)
      .map(([parameter]) => parameter)
    expect(given).toEqual(expect.arrayContaining(asked))
  })
})

function goldenOf(name: string, configuration: Configuration): JsonObject {
  const whole = withoutFingerprints(configuration)
  const isWhole = name === 'plain' || name === 'everything'
  return isWhole ? whole : difference(withoutFingerprints(configurations.plain), whole)
}

/** They are different with every other word. */
function withoutFingerprints(configuration: Configuration): JsonObject {
  const { platform, service } = requestsOf(configuration)
  return { ...documentsOf(configuration), platform: templateOf(platform), service: templateOf(service) }
}

test('every file is of a configuration that is there', () => {
  expect(readdirSync(folder).toSorted()).toEqual(
    Object.keys(configurations)
      .map((name) => `${name}.json`)
      .toSorted()
  )
})

test('with everything on there is room to grow', () => {
  const { platform, service } = requestsOf(configurations.everything)
  for (const { name, body } of [platform, service]) {
    const bytes = Buffer.byteLength(body)
    console.info(`With everything on, the template of ${name} has ${bytes} bytes; CloudFormation takes 51200.`)
    expect(bytes).toBeLessThan(51_200)
  }
})
