// Whole templates of whole configurations, to be read as a diff when something changes.
// Written anew by: UPDATE_GOLDEN=1 npm run unit -- test/template/golden && npx prettier --write test/template/golden
import { describe, expect, test } from '@jest/globals'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { namesOf, type Config } from '../../src/model/config.ts'
import { isObject, type Json, type JsonObject } from '../../src/model/json.ts'
import type { Site } from '../../src/model/site.ts'
import { platformRequest } from '../../src/template/platform.ts'
import { serviceRequest } from '../../src/template/service.ts'
import { taskDefinition } from '../../src/template/task.ts'
import { certificateArn, domain, image, outputs, plain, region, site, withDomain, zones } from './example.ts'

interface Golden {
  readonly config: Config
  readonly site?: Site
  readonly secrets?: readonly string[]
}

const secrets = {
  API_KEY: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/api-AbCdEf:key::',
  DATABASE_URL: '/shop/database-url'
}

const goldens: Readonly<Record<string, Golden>> = {
  plain: { config: plain },
  domain: { config: withDomain, site },
  'domain-without-www': {
    config: { ...plain, frontDoor: { ...domain, www: false } },
    site: { ...site, names: ['shop.example'] }
  },
  'dns-elsewhere': {
    config: { ...plain, frontDoor: { ...domain, hostedZone: { do: 'none' }, certificateArn } },
    site: { names: site.names, url: site.url }
  },
  'health-secrets-env': {
    config: {
      ...plain,
      architecture: 'arm64',
      health: { ...plain.health, path: '/healthz', codes: '200', intervalSeconds: 5, graceSeconds: 330 },
      task: {
        ...plain.task,
        cpu: 1024,
        memory: 2048,
        containerPort: 5000,
        env: { GREETING: 'a = "b" für ☕', MODE: 'production' },
        secrets,
        containerHealthCommand: 'curl -f http://localhost:5000/healthz || exit 1',
        startPeriodSeconds: 300,
        stopTimeoutSeconds: 60
      }
    },
    secrets: Object.values(secrets)
  },
  'logs-never': {
    config: { ...plain, logs: { retentionDays: 'never', failureLines: 0 }, tags: { team: 'checkout' } }
  }
}

const folderOf = (name: string): URL => new URL(`./golden/${name}/`, import.meta.url)

function documents({ config, site, secrets = [] }: Golden): Readonly<Record<string, JsonObject>> {
  const place = { region, ...(site && { site }) }
  const platform = platformRequest(config, { ...place, zones, secrets })
  const service = serviceRequest(config, { ...place, outputs })
  const json = (text: string): JsonObject => JSON.parse(text) as JsonObject
  return {
    platform: json(platform.body),
    service: json(service.body),
    'task-definition': taskDefinition(config, { region, image, outputs }),
    parameters: {
      [namesOf(config).platformStack]: { parameters: platform.parameters, tags: platform.tags },
      [namesOf(config).serviceStack]: { parameters: service.parameters, tags: service.tags }
    }
  }
}

describe.each(Object.entries(goldens))('%s', (name, golden) => {
  test.each(Object.entries(documents(golden)))('%s', (kind, document) => {
    const file = new URL(`${kind}.json`, folderOf(name))
    if (process.env.UPDATE_GOLDEN === '1') {
      mkdirSync(folderOf(name), { recursive: true })
      writeFileSync(file, `${JSON.stringify(document, undefined, 2)}\n`)
    }
    expect(document).toEqual(JSON.parse(readFileSync(file, 'utf8')))
  })

  test('outputs of the platform that the service stack takes are there', () => {
    const { platform, service } = documents(golden)
    const given = Object.keys(section(platform, 'Outputs'))
    const asked = Object.keys(section(service, 'Parameters')).filter((parameter) => parameter !== 'HostedZoneId')
    expect(given).toEqual(expect.arrayContaining(asked))
  })
})

function section(document: JsonObject | undefined, name: string): JsonObject {
  const value: Json | undefined = document?.[name]
  return isObject(value) ? value : {}
}
