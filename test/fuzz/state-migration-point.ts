import {
  stateStorePath,
  userStatePath,
  serializeStateStoreRequest,
  type StateStoreRequest,
} from '../../sim/wire/state-migration-point/state-store.ts'
import { pointTarget, type GoodRequest } from './point-target.ts'

const request = (asked: StateStoreRequest): GoodRequest => ({
  method: 'POST',
  path: stateStorePath,
  headers: { 'Content-Type': 'text/xml' },
  body: serializeStateStoreRequest(asked),
})

export const stateMigrationPoint = pointTarget('state-migration-point', [
  request({ action: 'Query', computer: 'PC' }),
  request({ action: 'Capture', computer: 'PC', destination: 'NEW', size: 4096 }),
  request({ action: 'Restore', computer: 'NEW' }),
  request({ action: 'Release', computer: 'PC', store: '0A' }),
  {
    method: 'PUT',
    path: userStatePath('0A', 'PC'),
    headers: { 'Content-Range': 'bytes 0-9/20' },
    body: '0123456789',
  },
  { method: 'GET', path: userStatePath('0A', 'PC') },
])
