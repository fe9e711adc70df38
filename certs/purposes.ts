/** Object identifiers of extended key usages (RFC 5280, section 4.2.1.12; document signing is Microsoft's). */
export const purposes = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
  'document-signing': '1.3.6.1.4.1.311.10.3.12',
} as const
