// What a stage of a Dockerfile stands on, by its text alone.
import { expect, test } from '@jest/globals'
import { baseOf, type BaseAsked } from '../../src/docker/base.ts'

const plain: BaseAsked = { buildArgs: {} }
const two = 'FROM node:24 AS build\nRUN x\nFROM nginx:1 as serve\nCOPY --from=build a b'

test.each<readonly [string, string, BaseAsked, object]>([
  ['one stage', 'FROM node:24', plain, { at: 'image', image: 'node:24' }],
  ['the last stage', two, plain, { at: 'image', image: 'nginx:1' }],
  ['the stage that is asked for', two, { ...plain, target: 'BUILD' }, { at: 'image', image: 'node:24' }],
  ['a stage on a stage', 'FROM a:1 AS one\nFROM one AS two\nFROM two', plain, { at: 'image', image: 'a:1' }],
  [
    'an image called like a later stage',
    'FROM two\nFROM b AS two',
    { ...plain, target: 'two' },
    { at: 'image', image: 'b' }
  ],
  ['a default', 'ARG TAG=24\nARG IMAGE="node:${TAG}"\nFROM $IMAGE', plain, { at: 'image', image: 'node:24' }],
  ['an argument', 'ARG TAG=24\nFROM node:${TAG}', { buildArgs: { TAG: '26' } }, { at: 'image', image: 'node:26' }],
  ['several on a line', 'ARG A=a B=b\nFROM $A:$B', plain, { at: 'image', image: 'a:b' }],
  ['an own default', 'ARG TAG\nFROM node:${TAG:-24}', plain, { at: 'image', image: 'node:24' }],
  [
    'a platform',
    'FROM --platform=linux/arm64 node:24',
    plain,
    { at: 'image', image: 'node:24', platform: 'linux/arm64' }
  ],
  ['the platform that is asked for', 'FROM --platform=$TARGETPLATFORM node', plain, { at: 'image', image: 'node' }],
  [
    'comments, continued lines and a parser directive',
    '# syntax=docker/dockerfile:1\n\n  # FROM no\nARG A=node \\\n  B=24\nfrom \\\n  # in between\n  $A:$B',
    plain,
    { at: 'image', image: 'node:24' }
  ],
  ['a line that ends with a backtick', 'FROM a\nRUN echo `date`\nFROM b', plain, { at: 'image', image: 'b' }],
  [
    'a line that is continued by the sign that the directive gives',
    '# escape=`\nFROM a\nRUN dir c:\\\nFROM `\n  b',
    plain,
    { at: 'image', image: 'b' }
  ],
  [
    'what only looks like the directive: it stands behind an instruction',
    'FROM a\n# escape=`\nRUN dir `\nFROM b',
    plain,
    { at: 'image', image: 'b' }
  ],
  [
    'what only looks like the directive: it stands behind a comment',
    '# syntax=x\n# a comment\n# escape=`\nFROM a\nRUN dir `\nFROM b',
    plain,
    { at: 'image', image: 'b' }
  ],
  [
    'a directive behind another one',
    '# syntax=x\n# Escape = `\nFROM a\nRUN dir c:\\\nFROM `\n  b',
    plain,
    { at: 'image', image: 'b' }
  ],
  [
    'what only looks like a here-document',
    'FROM a\nRUN cat <<<foo && echo $((1<<2))\nFROM b',
    plain,
    { at: 'image', image: 'b' }
  ],
  [
    'a here-document',
    'FROM a\nRUN <<EOF cat <<-"END"\nFROM b\nEOF\n\tFROM c\n\tEND\nRUN x',
    plain,
    { at: 'image', image: 'a' }
  ]
])('a Dockerfile stands on its base: %s', (_, text, asked, expected) => {
  expect(baseOf(text, asked)).toEqual(expected)
})

test.each<readonly [string, string, BaseAsked, RegExp]>([
  ['nothing', '', plain, /no such stage/],
  ['a stage that is not there', two, { ...plain, target: 'none' }, /no such stage/],
  ['scratch', 'FROM scratch', plain, /from scratch/],
  ['an argument without a value', 'ARG TAG\nFROM node:$TAG', plain, /FROM node:\$TAG/],
  ['an argument of another stage', 'FROM a\nARG TAG=1\nFROM node:$TAG', plain, /FROM node:\$TAG/],
  ['the machine that builds', 'FROM --platform=$BUILDPLATFORM node', plain, /machine that builds/]
])('what a Dockerfile stands on cannot be told: %s', (_, text, asked, because) => {
  expect(baseOf(text, asked)).toEqual({ at: 'unknown', because: expect.stringMatching(because) })
})
