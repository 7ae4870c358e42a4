import {describe, expect, it} from 'vitest';
import {saysSecret} from '../../src/redaction/says-secret.ts';

describe('saysSecret', () => {
  it.each([
    'SECRET',
    'CLIENT_SECRET',
    'clientSecret',
    'secretKeyBase',
    'MY_SECRETS',
    'TOKEN',
    'GITHUB_TOKEN',
    'authToken',
    'ACCESSTOKEN',
    'TOKENS',
    'PASSWORD',
    'PGPASSWORD',
    'POSTGRES_PASSWORD_1',
    'db.password',
    'DbPassword',
    'MYSQL_PASSWD',
    'SSH_PASSPHRASE',
    'CREDENTIALS',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'API_KEY',
    'apiKey',
    'APIKEY',
    'APIKey',
    'KEY',
    'KEY_1',
    'KEY2',
    'PRIVATE_KEY',
    'AWS_ACCESS_KEY_ID',
    'SSHKEYS',
    'ENCRYPTION-KEY',
    'DB_PASS',
    'dbPass',
    'MYSQL_PWD',
    'ROOTPWD',
    'DB_CRED',
    'CREDS',
  ])('says so of %s', (name) => {
    expect(saysSecret(name)).toBe(true);
  });

  it.each([
    '',
    'PATH',
    'PWD',
    'OLDPWD',
    'KEYCLOAK_URL',
    'KEYBOARD',
    'MONKEY',
    'TURKEYS',
    'BYPASS_CACHE',
    'COMPASS',
    'PASSIVE',
    'INCREDIBLE',
    'TOKENIZERS_PARALLELISM',
    'SECRETARY',
    'LOG_LEVEL',
    'DATABASE_URL',
    'PRIVATE_NETWORK',
    'AUTHOR',
  ])('does not say so of %j', (name) => {
    expect(saysSecret(name)).toBe(false);
  });
});
