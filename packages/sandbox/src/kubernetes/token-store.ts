import {randomBytes} from 'node:crypto';
import type {SandboxUser} from './access-control.ts';

/** Which bearer token stands for whom; changes at run time, as rotating service account tokens do. */
export class TokenStore {
  readonly #users = new Map<string, SandboxUser>();
  readonly #byToken = new Map<string, SandboxUser>();

  constructor(users: readonly SandboxUser[]) {
    for (const user of users) {
      this.#users.set(user.name, user);
      this.issue(user.name, user.token);
    }
  }

  /** The newest valid token of each user. */
  get current(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#byToken].map(([token, user]) => [user.name, token]));
  }

  get userNames(): readonly string[] {
    return [...this.#users.keys()];
  }

  /** One more valid token for a known user. */
  issue(name: string, token = `sandbox-${name}-${randomBytes(16).toString('hex')}`): string {
    const user = this.#users.get(name);
    if (user === undefined) throw new Error(`The sandbox has no user "${name}".`);
    this.#byToken.set(token, user);
    return token;
  }

  /** From now on requests with this token get 401. */
  revoke(token: string): void {
    this.#byToken.delete(token);
  }

  /** Revokes all tokens of a user and issues a new one. */
  rotate(name: string): string {
    for (const [token, user] of this.#byToken) if (user.name === name) this.#byToken.delete(token);
    return this.issue(name);
  }

  userOf(token: string): SandboxUser | undefined {
    return this.#byToken.get(token);
  }
}
