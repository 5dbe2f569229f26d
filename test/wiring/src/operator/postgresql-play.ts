import { issueTls, startPostgres } from '@ixn/backing-services';
import { authority } from '../failures.ts';
import { type Act, type Play, canary, missingSecretAct, secretAct, secretObject, specAct } from './act.ts';
import { instanceObject } from './instance.ts';
import type { Scene } from './scene.ts';
import { certificateActs, serverActs } from './service-acts.ts';

/** Both databases on one server, each with a user of its own. */
export async function playPostgresql(scene: Scene): Promise<Play<'postgresql'>> {
  const postgres = await startPostgres({ tls: issueTls(authority) });
  const instance = 'postgresql';
  const sides = ['ixn', 'ixn-node'].map((side) => {
    const username = `${side}-${canary}`;
    const secret = secretObject(`${side}-db`, { username, password: `password-${canary}` });
    const db = {
      host: 'localhost',
      port: postgres.port,
      name: `${side}-data`,
      credentialsSecretRef: { name: secret.metadata.name },
      sslMode: 'verify-full',
      ca: { secretKeyRef: { name: 'authority', key: 'ca.crt' } },
    };
    return { username, secret, db };
  });
  for (const { username, secret, db } of sides) {
    await postgres.createRole(username, secret.stringData['password'] ?? '');
    await postgres.createDatabase(db.name, username);
  }
  const [ixn, node] = sides;
  const specOf = (db: object) => ({
    ixnServer: { db: { ...ixn?.db, ...db } },
    ixnNode: { db: { ...node?.db, ...db } },
  });
  await scene.apply(...sides.map(({ secret }) => secret), instanceObject(instance, specOf({})));
  const all = (actOf: (side: (typeof sides)[number]) => Act): Act => {
    const acts = sides.map(actOf);
    return {
      make: () => Promise.all(acts.map(({ make }) => make())),
      mend: () => Promise.all(acts.map(({ mend }) => mend())),
    };
  };
  const queries = (queryOf: (side: (typeof sides)[number]) => string) => async () => {
    for (const side of sides) await postgres.query(queryOf(side));
  };
  return {
    instance,
    acts: {
      ...serverActs(postgres),
      wrongPassword: all(({ secret: { metadata, stringData } }) =>
        secretAct(scene, metadata.name, { password: `wrong-${canary}` }, stringData),
      ),
      databaseMissing: specAct(scene, instance, specOf({ name: 'nowhere' }), specOf({})),
      notGranted: {
        make: queries(({ db, username }) => `revoke connect on database "${db.name}" from public, "${username}"`),
        mend: queries(({ db, username }) => `grant connect on database "${db.name}" to "${username}"`),
      },
      secretMissing: all(({ secret }) => missingSecretAct(scene, secret)),
      ...certificateActs(postgres),
    },
    end: () => postgres.stop(),
  };
}
