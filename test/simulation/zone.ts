// The hosted zone beside what stacks make in it: batches are atomic, kinds of records do not mix under one name (F8.2).
import { awsError } from '../aws/aws.ts'
import type * as route53 from '@aws-sdk/client-route-53'
import { canonicalText, type Json } from '../../src/model/json.ts'

export type RecordSet = route53.ResourceRecordSet

const plainName = (name = ''): string => name.replace(/\.$/, '')
const textOf = ({ Name, ...record }: RecordSet): string =>
  canonicalText(JSON.parse(JSON.stringify({ ...record, Name: plainName(Name) })) as Json)
const isSame = (a: RecordSet, b: RecordSet): boolean =>
  plainName(a.Name) === plainName(b.Name) && a.Type === b.Type && a.SetIdentifier === b.SetIdentifier

/** Why these cannot stand together; undefined: they can. */
export function conflictOf(records: readonly RecordSet[]): string | undefined {
  for (const [index, record] of records.entries()) {
    const { Name = '', Type = '', Region, ResourceRecords = [] } = record
    const set = `RRSet of type ${Type} with DNS name ${plainName(Name)}.`
    if (Region !== undefined && ResourceRecords.length > 1) return `${set} has more than one value and is a latency set`
    for (const other of records.slice(index + 1)) {
      if (plainName(other.Name) !== plainName(Name) || other.Type !== Type) continue
      if ((other.Region === undefined) !== (Region === undefined))
        return `${set} cannot be created as a non-latency set exists with the same name and type.`
      if (other.Region === Region) return `${set} cannot be created: there is one for the region ${Region ?? ''}.`
    }
  }
  return undefined
}

/** @param zone changed in place, wholly or not at all. @param beside what stacks have made. */
export function changeZone(
  zone: RecordSet[],
  beside: readonly RecordSet[],
  batch: route53.ChangeBatch | undefined
): void {
  const next = [...zone]
  const refuse = (message: string): never => {
    throw awsError('InvalidChangeBatch', `[${message}]`)
  }
  for (const { Action, ResourceRecordSet: record = {} as RecordSet } of batch?.Changes ?? []) {
    if (Action === 'DELETE') {
      const index = next.findIndex((each) => textOf(each) === textOf(record))
      if (index === -1) refuse(`Tried to delete resource record set ${plainName(record.Name)} but it was not found`)
      next.splice(index, 1)
    } else {
      if ([...next, ...beside].some((each) => isSame(each, record)))
        refuse(`Tried to create resource record set ${plainName(record.Name)} but it already exists`)
      next.push(record)
    }
  }
  const conflict = conflictOf([...next, ...beside])
  if (conflict !== undefined) refuse(conflict)
  zone.splice(0, zone.length, ...next)
}
