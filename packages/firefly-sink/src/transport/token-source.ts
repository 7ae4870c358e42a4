import {type Clock, untilAborted} from '@firefly/core';

/** What a login hands out. */
export interface Token {
  readonly value: string;
  /** Seconds that it is good for, counted from the login's start; undefined when Firefly did not say. */
  readonly expiresIn: number | undefined;
}

/** The token that requests carry, renewed in time; one login at a time however many ask. */
export interface TokenSource {
  /** A token that is good for now: the one at hand, or a new login's. Rejects as the login does, or with the signal's reason. */
  get(signal: AbortSignal): Promise<string>;
  /** Firefly refused this token. A newer one stays. */
  discard(token: string): void;
}

/** Renewed this long before its end, or a fifth of its life where that is shorter: a slow request still carries it. */
const MARGIN = 60_000;

interface Held {
  readonly value: string;
  readonly renewAt: number;
}

/** @param login Asks for a new token, retries included. */
export function createTokenSource(login: (signal: AbortSignal) => Promise<Token>, clock: Clock): TokenSource {
  let held: Held | undefined;
  let pending: {readonly login: Promise<string>; readonly signal: AbortSignal} | undefined;

  async function renew(signal: AbortSignal): Promise<string> {
    const asked = clock.now();
    const token = await login(signal);
    held = {value: token.value, renewAt: renewalTime(asked, token.expiresIn)};
    return token.value;
  }

  return {
    async get(signal) {
      for (;;) {
        signal.throwIfAborted();
        if (held !== undefined && clock.now() < held.renewAt) return held.value;
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
  return asked + life - Math.min(MARGIN, life / 5);
}
