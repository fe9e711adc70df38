import type { CatalogueEntry } from '../../catalogue-entry.ts'

type Answered = Pick<CatalogueEntry, 'sightings' | 'elsewhere' | 'winHttp' | 'webServer'>

/** The web server refuses the request by status and substatus; both ends know both. */
export function answeredWith(status: number, substatus?: number): Answered {
  const code = substatus === undefined ? String(status) : `${status}.${substatus}`
  const win32 = win32Statuses[code]
  return {
    sightings: [{ client: { stage: 'http', codes: [code] }, server: { stage: 'http', codes: [code] } }],
    elsewhere: { client: [{ stage: 'http', codes: relatives[code] ?? [String(status)] }] },
    winHttp: null,
    webServer: {
      status,
      ...(substatus !== undefined && { substatus }),
      ...(win32 !== undefined && { win32 }),
    },
  }
}

/** What other web servers, or IIS in more detail or with less, answer in the same case. */
const relatives: Readonly<Record<string, readonly string[]>> = {
  '401': ['401.1', '401.2', '401.3', '401.4', '401.5'],
  '404': ['404.0', '404.2', '404.3', '404.7', '404.8', '404.11'],
  '405': ['501'],
  '500': ['500.0', '500.19', '502'],
  '503': ['503.2', '504'],
}

/** What the web server logs as sc-win32-status; remembered, not seen. */
const win32Statuses: Readonly<Record<string, number>> = { '401': 5, '403.4': 5, '403.5': 5, '404': 2 }
