import {type Clock, untilAborted} from '@firefly/core';

/** What a login hands out. */
export interface Token {
  readonly value: string;
  /** Seconds that it is good for, counted from the login's start; undefined when Firefly did not say. */
  readonly expiresIn: number | undefined;
}

/** A token for one request. */
export interface TakenToken {
  readonly value: string;
  /** No other request was sent with it before. */
  readonly isFirstUse: boolean;
}

/** The token that requests carry, renewed in time; one login at a time however many ask. */
export interface TokenSource {
  /** Logs in where no token is at hand. Rejects as the login does, or with the signal's reason. */
  ready(signal: AbortSignal): Promise<void>;
  /** A token for the request that is sent next: the one at hand, or a new login's. Rejects as `ready` does. */
  take(signal: AbortSignal): Promise<TakenToken>;
  /** Firefly refused this token. A newer one stays. */
  discard(token: string): void;
}

/** Renewed this long before its end, or a fifth of its life where that is shorter: a slow request still carries it. */
const marginMilliseconds = 60_000;

interface Held {
  readonly value: string;
  readonly renewAt: number;
  used: boolean;
}

/** @param login Asks for a new token, retries included. */
export function createTokenSource(login: (signal: AbortSignal) => Promise<Token>, clock: Clock): TokenSource {
  let held: Held | undefined;
  let pending: {readonly login: Promise<Held>; readonly signal: AbortSignal} | undefined;

  async function renew(signal: AbortSignal): Promise<Held> {
    const asked = clock.now();
    const {value, expiresIn} = await login(signal);
    return (held = {value, renewAt: renewalTime(asked, expiresIn), used: false});
  }

  async function get(signal: AbortSignal): Promise<Held> {
    for (;;) {
      signal.throwIfAborted();
      if (held !== undefined && clock.now() < held.renewAt) return held;
      pending ??= start(signal);
      const {login: current, signal: owner} = pending;
      try {
        return await untilAborted(current, signal);
      } catch (error) {
        // Whoever began this login went away; whoever still needs a token begins another.
        if (owner.aborted && !signal.aborted) continue;
        throw error;
      }
    }
  }

  return {
    async ready(signal) {
      await get(signal);
    },
    async take(signal) {
      const token = await get(signal);
      const isFirstUse = !token.used;
      token.used = true;
      return {value: token.value, isFirstUse};
    },
    discard(token) {
      if (held?.value === token) held = undefined;
    },
  };

  function start(signal: AbortSignal) {
    const login = renew(signal).finally(() => {
      pending = undefined;
    });
    // Everybody may have stopped waiting for it by the time it fails.
    login.catch(() => {});
    return {login, signal};
  }
}

function renewalTime(asked: number, expiresIn: number | undefined): number {
  if (expiresIn === undefined) return Number.POSITIVE_INFINITY;
  const life = expiresIn * 1000;
  return asked + life - Math.min(marginMilliseconds, life / 5);
}
