import { type InvalidResource, required } from './invalid-resource.ts';

const caWords = 'give either secretKeyRef or configMapKeyRef';
const keyWords = 'must be a key: letters, digits, -, _ and ., such as';
const someDb = { host: 'db', credentialsSecretRef: { name: 'db' } };
const someKey = { name: 'object', key: 'ca.crt' };

/** What the instance depends on, and who may reach it. */
export const invalidDependencies: readonly InvalidResource[] = [
  {
    what: 'a Config Server with a scheme',
    changes: { 'spec.ixnServer.confServer.host': 'tcp://confserv' },
    words: 'must be a host name or an IP address without scheme and port, such as db.example.com',
  },
  {
    what: 'a Config Server without an application name',
    changes: { 'spec.ixnServer.confServer.appName': undefined },
    words: required,
  },
  { what: 'a database without a host', changes: { 'spec.ixnServer.db.host': undefined }, words: required },
  {
    what: 'a database with a space in its name',
    changes: { 'spec.ixnServer.db.name': 'ixn 100' },
    words: 'must be letters, digits, _ and -, such as ixn-100',
  },
  {
    what: 'a database that its own role is to make',
    changes: { 'spec.ixnServer.db.provision': { adminSecretRef: { name: 'ixn-db-secret-100' } } },
    field: 'spec.ixnServer.db',
    words: 'the role of the database must not be the one that makes it',
  },
  {
    what: 'an administrator whose user name has a key with a space',
    changes: { 'spec.ixnServer.db.provision': { adminSecretRef: { name: 'admin', usernameKey: 'a b' } } },
    field: 'spec.ixnServer.db.provision.adminSecretRef.usernameKey',
    words: `${keyWords} username`,
  },
  {
    what: 'an administrator whose password has a key with a space',
    changes: { 'spec.ixnServer.db.provision': { adminSecretRef: { name: 'admin', passwordKey: 'a b' } } },
    field: 'spec.ixnServer.db.provision.adminSecretRef.passwordKey',
    words: `${keyWords} password`,
  },
  {
    what: 'a rollout that is to wait for those who connect to the instance',
    changes: { 'spec.dependencyChecks': { gateRolloutOn: [9] } },
    field: 'spec.dependencyChecks.gateRolloutOn',
    words: 'only connections that lead out of the instance can be waited for',
  },
  {
    what: 'a database that the server itself has',
    changes: { 'spec.ixnServer.db.name': 'template1' },
    words: 'must be a database of its own, not postgres, template0, template1, which the server itself has',
  },
  {
    what: 'a credentials Secret with a slash',
    changes: { 'spec.ixnServer.db.credentialsSecretRef.name': 'voice/db' },
    words: 'must be the name of an object in the same namespace',
  },
  {
    what: 'a certificate authority in two places',
    changes: { 'spec.ixnServer.db.ca': { secretKeyRef: someKey, configMapKeyRef: someKey } },
    words: caWords,
  },
  {
    what: 'a key with a slash',
    changes: { 'spec.ixnNode.db': { ...someDb, ca: { secretKeyRef: { name: 'a', key: 'a/b' } } } },
    field: 'spec.ixnNode.db.ca.secretKeyRef.key',
    words: keyWords,
  },
  {
    what: 'a Voice RQ without a port',
    changes: { 'spec.ixnNode.voiceRq': { host: 'rq' } },
    field: 'spec.ixnNode.voiceRq.port',
    words: required,
  },
  {
    what: 'a key of the Redis document with a slash',
    changes: { 'spec.ixnNode.redis': { nodes: [{ host: 'redis' }], secretKeyRef: { name: 'a', key: 'a/b' } } },
    field: 'spec.ixnNode.redis.secretKeyRef.key',
    words: keyWords,
  },
  {
    what: 'a Redis without nodes',
    changes: { 'spec.ixnNode.redis': { nodes: [] } },
    field: 'spec.ixnNode.redis.nodes',
    words: 'should have at least 1 items',
  },
  {
    what: 'a setting of the node that is no text',
    changes: { 'spec.ixnNode.settings': { logLevel: 7 } },
    field: 'spec.ixnNode.settings.logLevel',
    words: 'must be of type string: "integer"',
  },
  {
    what: 'a Kafka that is given in two ways',
    changes: { 'spec.kafka': { bootstrapServers: ['kafka-0.example.com:9092'], secretKeyRef: someKey } },
    words: 'give either bootstrapServers or secretKeyRef',
  },
  {
    what: 'a key of the Kafka document with a space',
    changes: { 'spec.kafka': { secretKeyRef: { name: 'a', key: 'a b' } } },
    field: 'spec.kafka.secretKeyRef.key',
    words: keyWords,
  },
  {
    what: 'a broker without a port',
    changes: { 'spec.kafka': { bootstrapServers: ['kafka-0'] } },
    field: 'spec.kafka.bootstrapServers[0]',
    words: 'must be host:port, such as kafka-0.example.com:9092',
  },
  {
    what: 'a full network policy that does not know the ports of Kafka',
    changes: { 'spec.kafka': { secretKeyRef: someKey }, 'spec.networkPolicy': { mode: 'Full' } },
    field: 'spec',
    words: 'give networkPolicy.peers.kafka with its ports',
  },
  {
    what: 'a peer that is both pods and addresses',
    changes: {
      'spec.networkPolicy': { peers: { gws: { peers: [{ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }] } } },
    },
    field: 'spec.networkPolicy.peers.gws.peers[0]',
    words: 'give either ipBlock, or namespaceSelector and podSelector or one of them',
  },
  {
    what: 'a peer whose addresses are no CIDR',
    changes: { 'spec.networkPolicy': { peers: { gws: { peers: [{ ipBlock: { cidr: '10.0.0.0' } }] } } } },
    field: 'spec.networkPolicy.peers.gws.peers[0].ipBlock.cidr',
    words: 'must be a CIDR, such as 10.20.0.0/24',
  },
];
