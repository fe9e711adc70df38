/** A web server's refusal: status and substatus as IIS counts them. */
export interface WebServerError {
  status: number
  substatus?: number
  reason: string
  /** With 405: the methods that are allowed. */
  allow?: readonly string[]
  /** With 401: the ways of signing in. */
  authenticate?: readonly string[]
  /** The connection closes with the answer. */
  closes?: true
}

export function statusInWords({ status, substatus }: Pick<WebServerError, 'status' | 'substatus'>): string {
  return substatus === undefined ? String(status) : `${status}.${substatus}`
}

/** Error pages are HTML, as clients of 2007 expect. */
export function errorPage(error: WebServerError): string {
  const heading = `HTTP Error ${statusInWords(error)} - ${error.reason}`
  return `<html><head><title>${heading}</title></head><body><h2>${heading}</h2></body></html>\n`
}

/** The status and substatus on the page, which alone shows a client the substatus; undefined for any other page. */
export function parseErrorPage(page: string): Pick<WebServerError, 'status' | 'substatus'> | undefined {
  const [, status, substatus] = /HTTP Error (\d{3})(?:\.(\d+))? - /.exec(page) ?? []
  if (status === undefined) return undefined
  return { status: Number(status), ...(substatus !== undefined && { substatus: Number(substatus) }) }
}
