import type { Account } from '../../vocabulary/computer-identity.ts'
import type { WebProtocol } from '../../vocabulary/network.ts'
import { parseWebAddress } from '../server-address.ts'
import { descend, escapeXml, parseXml, xmlElement } from '../xml.ts'
import { decodeUtf16, encodeUtf16 } from '../text.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** One policy: the settings that it brings to one class of the client's WMI namespace. */
export interface PolicyBody {
  /** Policy assignments name it by this. */
  id: string
  /** As the management point names it. */
  version: string
  /** `CCM_SoftwareDistribution`. */
  className: string
  /** By the name of the class's property, as text. */
  properties: Readonly<Record<string, string>>
}

/** The settings of the client agents. The names of their class and its properties are our choice. */
export const clientSettingsClass = 'CCM_ClientAgentConfig'

const pollingInterval = 'PolicyPollingMinutes'

/** `milliseconds`: how often clients of the site ask for policy. */
export function pollingProperty(milliseconds: number): Record<string, string> {
  return { [pollingInterval]: String(milliseconds / 60_000) }
}

/** Milliseconds; undefined where the policy does not say. */
export function pollingIntervalOf({
  className,
  properties,
}: Pick<PolicyBody, 'className' | 'properties'>): number | undefined {
  const minutes = Number(properties[pollingInterval])
  return className === clientSettingsClass && minutes > 0 ? minutes * 60_000 : undefined
}

/** The product hides both in a form of its own; here they are legible, our choice as the names are. */
export function networkAccessProperties({ name, password }: Account): Record<string, string> {
  return { NetworkAccessUsername: name, NetworkAccessPassword: password }
}

/** undefined where the policy names no Network Access Account. */
export function networkAccessAccountOf({
  className,
  properties: { NetworkAccessUsername: name, NetworkAccessPassword: password },
}: Pick<PolicyBody, 'className' | 'properties'>): Account | undefined {
  return className === clientSettingsClass && name !== undefined && password !== undefined
    ? { name, password }
    : undefined
}

/** A program that is advertised. */
export const softwareDistributionClass = 'CCM_SoftwareDistribution'

/** ID of the package whose program a policy advertises; undefined for other policies. */
export function packageAdvertisedBy({
  className,
  properties,
}: Pick<PolicyBody, 'className' | 'properties'>): string | undefined {
  return className === softwareDistributionClass ? properties.PKG_PackageID : undefined
}

export const policyPath = '/SMS_MP/.sms_pol'

/** The address of a policy, for any management point. */
export function policyLocation({ id, version }: Pick<PolicyBody, 'id' | 'version'>, native: boolean): string {
  return `${native ? 'https' : 'http'}://<mp>${policyPath}?${id}.${version}`
}

export interface PolicyLocation {
  protocol: WebProtocol
  /** undefined for any management point. */
  host: string | undefined
  /** undefined where the address has none. */
  port: number | undefined
  /** With its query. */
  path: string
}

/** undefined when it is not the address of a policy. */
export function parsePolicyLocation(location: string): PolicyLocation | undefined {
  const address = parseWebAddress(location)
  if (!address || address.target === '') return undefined
  const { protocol, host, port, target: path } = address
  return { protocol, host: host.startsWith('<') ? undefined : host, port, path }
}

/** In UTF-16; elements as public readers of policy bodies expect them. */
export function serializePolicyBody({ id, version, className, properties }: PolicyBody): Buffer {
  const written = Object.entries(properties).map(([name, value]) =>
    xmlElement('property', { name, type: 8 }, xmlElement('value', {}, escapeXml(value))),
  )
  const action = xmlElement(
    'PolicyAction',
    { PolicyActionType: 'WMI-XML' },
    xmlElement('instance', { class: className }, ...written),
  )
  return encodeUtf16(
    '<?xml version="1.0"?>' +
      xmlElement(
        'Policy',
        { PolicyType: 'Machine', PolicyID: id, PolicyVersion: version },
        xmlElement('PolicyRule', { PolicyRuleID: id }, action),
      ),
  )
}

/** undefined when the bytes are not a policy, or it or what it sets has no name. */
export function parsePolicyBody(bytes: Buffer): PolicyBody | undefined {
  const policy = parseXml(decodeUtf16(bytes) ?? '')
  const { PolicyID: id = '', PolicyVersion: version = '' } = policy?.attributes ?? {}
  const instance = descend(policy, 'PolicyRule', 'PolicyAction', 'instance')
  const { class: className = '' } = instance?.attributes ?? {}
  const written = instance?.children.filter(({ name }) => name === 'property') ?? []
  const properties = written.map(({ attributes: { name = '' }, text }) => [name, text] as const)
  if (policy?.name !== 'Policy' || id === '' || version === '' || className === '') return undefined
  if (properties.some(([name]) => name === '')) return undefined
  return { id, version, className, properties: Object.fromEntries(properties) }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the Network Access Account in policy, legible, and known to a client from its installation ' + 'on',
  },
]
