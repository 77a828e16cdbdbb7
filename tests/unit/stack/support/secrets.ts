/** Of a stack that is none; each can be told from the others. */
export const SECRETS = {
  databaseAdminPassword: 'admin-secret',
  databaseOwnerPassword: 'owner-secret',
  databaseDomainPassword: 'domain-secret',
  databaseGatewayPassword: 'gateway-secret',
  serviceKey: 'service-key-service-key-service-key-1',
  webhookKey: 'webhook-key-webhook-key-webhook-key-1',
  identityHeader: 'identity-secret',
};
