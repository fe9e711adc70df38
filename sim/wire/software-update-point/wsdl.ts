import { xmlElement } from '../xml.ts'
import type { Operation, WebService } from './operation.ts'
import type { SchemaType } from '../xml-schema.ts'

const soapBinding = 'http://schemas.xmlsoap.org/wsdl/soap/'
/** The namespace that declares GUIDs ([MS-WUSP] 2.2.1 and 2.2.4.1). */
const guids = 'http://microsoft.com/wsdl/types/'

/** The description of a web service (WSDL 1.1), which lets any SOAP client use it at `location`, a URL. */
export function wsdl(
  { name, namespace }: WebService,
  operations: readonly Operation<unknown, unknown>[],
  location: string,
): string {
  const directions = operations.flatMap(({ name, request, response }) => [
    { message: `${name}SoapIn`, element: name, type: request },
    { message: `${name}SoapOut`, element: `${name}Response`, type: response },
  ])
  const body = xmlElement('soap:body', { use: 'literal' })
  return xmlElement(
    'wsdl:definitions',
    {
      'xmlns:wsdl': 'http://schemas.xmlsoap.org/wsdl/',
      'xmlns:soap': soapBinding,
      'xmlns:s': 'http://www.w3.org/2001/XMLSchema',
      'xmlns:s2': guids,
      'xmlns:tns': namespace,
      targetNamespace: namespace,
    },
    xmlElement(
      'wsdl:types',
      {},
      schema(
        namespace,
        xmlElement('s:import', { namespace: guids }),
        ...directions.map(({ element, type }) => xmlElement('s:element', { name: element, type: type.name })),
        ...declarations(directions.map(({ type }) => type)),
      ),
      schema(guids, guidType),
    ),
    ...directions.map(({ message, element }) =>
      xmlElement(
        'wsdl:message',
        { name: message },
        xmlElement('wsdl:part', { name: 'parameters', element: `tns:${element}` }),
      ),
    ),
    xmlElement(
      'wsdl:portType',
      { name: `${name}Soap` },
      ...operations.map(({ name }) =>
        xmlElement(
          'wsdl:operation',
          { name },
          xmlElement('wsdl:input', { message: `tns:${name}SoapIn` }),
          xmlElement('wsdl:output', { message: `tns:${name}SoapOut` }),
        ),
      ),
    ),
    xmlElement(
      'wsdl:binding',
      { name: `${name}Soap`, type: `tns:${name}Soap` },
      xmlElement('soap:binding', { transport: 'http://schemas.xmlsoap.org/soap/http', style: 'document' }),
      ...operations.map(({ name, action }) =>
        xmlElement(
          'wsdl:operation',
          { name },
          xmlElement('soap:operation', { soapAction: action, style: 'document' }),
          xmlElement('wsdl:input', {}, body),
          xmlElement('wsdl:output', {}, body),
        ),
      ),
    ),
    xmlElement(
      'wsdl:service',
      { name },
      xmlElement(
        'wsdl:port',
        { name: `${name}Soap`, binding: `tns:${name}Soap` },
        xmlElement('soap:address', { location }),
      ),
    ),
  )
}

function schema(targetNamespace: string, ...declared: readonly string[]): string {
  return xmlElement('s:schema', { elementFormDefault: 'qualified', targetNamespace }, ...declared)
}

const guidType = xmlElement(
  's:simpleType',
  { name: 'guid' },
  xmlElement(
    's:restriction',
    { base: 's:string' },
    xmlElement('s:pattern', {
      value: '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}',
    }),
  ),
)

/** The declarations of the types and of all types they refer to, each once. */
function declarations(types: readonly SchemaType<unknown>[]): string[] {
  const found = new Map<string, string>()
  function collect({ name, declared }: SchemaType<unknown>): void {
    if (!declared || found.has(name)) return
    found.set(name, declared.xml)
    declared.refersTo.forEach(collect)
  }
  types.forEach(collect)
  return [...found.values()]
}
