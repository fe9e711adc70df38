import { sequence, type Sequence } from './schema-type.ts'
import { guid, int } from './schema-values.ts'

const fields = { UpdateID: guid, RevisionNumber: int }

/** A revision of an update, the same at every server ([MS-WUSP] 2.2.3.6). */
export type UpdateIdentity = Sequence<typeof fields>
export const updateIdentity = sequence('UpdateIdentity', fields)
