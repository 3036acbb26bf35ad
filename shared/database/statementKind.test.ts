import { expect, it } from 'vitest'
import { isBegin, isCommit, isRead, isRollback } from './statementKind.ts'

it.each([
  'select 1',
  '  SELECT "update" from t where intent <> \'delete\'',
  'with held as (select 1) select * from held -- insert',
  'begin isolation level repeatable read',
])('classifies %j as a read', (text) => {
  expect(isRead(text)).toBe(true)
})

it.each([
  'insert into t values (1)',
  'with written as (insert into t values (1) returning id) select id from written',
  'WITH gone AS (DELETE FROM t) SELECT 1',
  'select id from t for update',
  "update t set a = 'select'",
  'commit',
  'alter table t add a int',
])('classifies %j as a write', (text) => {
  expect(isRead(text)).toBe(false)
})

it('distinguishes the end of a transaction from a rollback to a savepoint', () => {
  expect(['begin', 'BEGIN read only'].map(isBegin)).toEqual([true, true])
  expect(['commit', 'rollback'].map(isCommit)).toEqual([true, false])
  expect(['rollback', 'rollback to savepoint sp1', 'release savepoint sp1'].map(isRollback)).toEqual([
    true,
    false,
    false,
  ])
})
