/** A web service of an update server ([MS-WUSP] 2.1). */
export interface WebService {
  name: string
  /** The virtual directory; its pages are not case-sensitive. */
  directory: string
  path: string
  /** Of its messages, and what their SOAPActions begin with. */
  namespace: string
}

const product = 'http://www.microsoft.com/SoftwareDistribution'

export const clientWebService: WebService = {
  name: 'Client',
  directory: '/ClientWebService',
  path: '/ClientWebService/client.asmx',
  namespace: `${product}/Server/ClientWebService`,
}

export const simpleAuthWebService: WebService = {
  name: 'SimpleAuth',
  directory: '/SimpleAuthWebService',
  path: '/SimpleAuthWebService/SimpleAuth.asmx',
  namespace: `${product}/Server/SimpleAuthWebService`,
}

export const reportingWebService: WebService = {
  name: 'WebService',
  directory: '/ReportingWebService',
  path: '/ReportingWebService/ReportingWebService.asmx',
  namespace: product,
}
