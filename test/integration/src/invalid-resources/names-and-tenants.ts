import { type InvalidResource, isTransition, required } from './invalid-resource.ts';

const nameWords =
  'must be lower-case letters, digits and -, begin with a letter, end with a letter or digit, and have at most 40 characters, such as tenant-100';

/** Names, the tenant, and the spec as a whole. */
export const invalidNamesAndTenants: readonly InvalidResource[] = [
  { what: 'a name of 41 characters', changes: { 'metadata.name': 'a'.repeat(41) }, words: nameWords },
  { what: 'a name that begins with a digit', changes: { 'metadata.name': '100-tenant' }, words: nameWords },
  { what: 'a name with a dot', changes: { 'metadata.name': 'tenant.100' }, words: nameWords },
  {
    what: 'a name in capitals',
    changes: { 'metadata.name': 'Tenant-100' },
    words: 'a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters',
    onlyApiServer: 'no API server stores such a name, whatever the CRD says',
  },
  { what: 'no tenant', changes: { 'spec.tenant': undefined }, words: required },
  { what: 'a tenant id that is no UUID', changes: { 'spec.tenant.id': '100' }, words: 'must be a UUID, such as' },
  {
    what: 'an sid in capitals',
    changes: { 'spec.tenant.sid': 'ABC' },
    words: 'must be lower-case letters, digits and -, such as "100"',
  },
  { what: 'an sid that is empty', changes: { 'spec.tenant.sid': '' }, words: 'should be at least 1 chars long' },
  {
    what: 'an sid that is too long',
    changes: { 'spec.tenant.sid': '1'.repeat(17) },
    words: 'Too long: may not be more than 16 bytes',
  },
  {
    what: 'an sid that is a number',
    changes: { 'spec.tenant.sid': 100 },
    words: 'must be of type string: "integer"',
  },
  {
    what: 'another tenant than before',
    stored: {},
    changes: { 'spec.tenant.sid': '101' },
    field: 'spec.tenant',
    words: 'the tenant of an instance cannot be changed: create another InteractionServer for the other tenant',
    onlyApiServer: isTransition,
  },
  { what: 'no spec', changes: { spec: undefined }, words: required },
  { what: 'a spec that is a text', changes: { spec: 'tenant-100' }, words: 'must be of type object: "string"' },
  { what: 'no IXN Node', changes: { 'spec.ixnNode': undefined }, words: required },
  {
    what: 'a platform that nobody knows',
    changes: { 'spec.platform': 'openshift' },
    words: 'supported values: "Kubernetes", "OpenShift"',
  },
  {
    what: 'a deadline that is too short',
    changes: { 'spec.updatePolicy.progressDeadlineSeconds': 29 },
    words: 'should be greater than or equal to 30',
  },
  {
    what: 'a deadline that is too long',
    changes: { 'spec.updatePolicy.progressDeadlineSeconds': 86_401 },
    words: 'should be less than or equal to 86400',
  },
];
