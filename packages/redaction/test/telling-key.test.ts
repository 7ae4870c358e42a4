import {expect, it} from 'vitest';

import {telling, tellingKey} from '../src/detectors/telling-key.ts';

it.each([
  [
    telling.password,
    'SENHA_BANCO MOT_DE_PASSE_BDD HASLO_DO_BAZY LDAP_CONTRASENA mdp_ldap parola_root SMTP_WACHTWOORD',
  ],
  [telling.password, 'DB_PASSWORD dbpass PGPASSWORD ORACLE_KENNWORT rootPw snmp_community pin_code'],
  [telling.strong, 'zugangsdaten CLAVE_API -setcookie apiKey secretKey clientSecret authToken'],
  [telling.weak, 'GPG_KEY TLS_CERT_SECRET CACHE_SALT CLIENT_CREDENTIALS_SECRET DB_PASSWORD_OWN'],
  [
    telling.none,
    'LLM_MAX_TOKENS maxTokens min_secrets MAX_PASSWORD_AGE auth.existingSecret proxy.usePassword DB_PASSWORD_FILE k8s_secret_password',
  ],
  [telling.none, 'MONKEY publicKeys cache_key SENHA_URL mdp_file passepartout PublicKeyToken'],
])('tells %s by %s', (says, keys) => {
  for (const key of keys.split(' ')) expect([key, tellingKey(key)]).toEqual([key, says]);
});
