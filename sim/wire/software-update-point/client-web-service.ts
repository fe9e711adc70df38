/** The client web service of a software update point ([MS-WUSP] 2.2.2.2.1, GetConfig), SOAP 1.1. */
export const clientWebServiceDirectory = '/ClientWebService'
export const clientWebServicePath = '/ClientWebService/client.asmx'
export const getConfigAction =
  'http://www.microsoft.com/SoftwareDistribution/Server/ClientWebService/GetConfig'

const namespace = 'http://www.microsoft.com/SoftwareDistribution/Server/ClientWebService'

export function getConfig(): string {
  return envelope(`<GetConfig xmlns="${namespace}"><protocolVersion>1.8</protocolVersion></GetConfig>`)
}

/** `lastChange` is when the update server's configuration last changed. */
export function getConfigResponse(lastChange: Date): string {
  return envelope(
    `<GetConfigResponse xmlns="${namespace}"><GetConfigResult>` +
      `<LastChange>${lastChange.toISOString()}</LastChange><IsRegistrationRequired>false</IsRegistrationRequired>` +
      '<AuthInfo><AuthPlugInInfo><PlugInID>SimpleTargeting</PlugInID>' +
      '<ServiceUrl>SimpleAuthWebService/SimpleAuth.asmx</ServiceUrl></AuthPlugInInfo></AuthInfo>' +
      '<Properties><ConfigurationProperty><Name>MaxExtendedUpdatesPerRequest</Name><Value>50</Value>' +
      '</ConfigurationProperty></Properties></GetConfigResult></GetConfigResponse>',
  )
}

export function soapFault(message: string): string {
  return envelope(
    `<soap:Fault><faultcode>soap:Client</faultcode><faultstring>${message}</faultstring></soap:Fault>`,
  )
}

function envelope(body: string): string {
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}</soap:Body></soap:Envelope>`
  )
}
