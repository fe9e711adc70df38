import { createHash } from 'node:crypto'
import { createUploads } from '../../management-point/uploads.ts'
import { momentInWords, type Report } from '../report.ts'

export const uploads: Report = {
  id: 7,
  name: 'Uploads',
  about: 'What clients have uploaded to management points of the site by BITS, the latest first.',
  columns: ['File', 'Bytes', 'SHA-256', 'Received', 'Management point'],
  rows: ({ database }) =>
    database
      .table(createUploads)
      .finished.toReversed()
      .map(({ name, bytes, receivedAt, receivedBy }) => [
        name,
        String(bytes.length),
        createHash('sha256').update(bytes).digest('hex'),
        momentInWords(receivedAt),
        receivedBy,
      ]),
}
