import {
  messageOf,
  type OversizedPageItem,
  type Page,
  type RunReport,
  type SinkLimits,
  type SinkSession,
  type StreamName,
  type WriteReceipt,
} from '@firefly/core';

import type {Contract} from './contract/contract.ts';
import {FireflyIncompleteError} from './errors/firefly-incomplete-error.ts';
import {FireflyPageRefusedError} from './errors/firefly-page-refused-error.ts';
import type {GzipEngine} from './gzip/gzip-engine.ts';
import {fastestLevel, nextGzipLevel} from './gzip/next-gzip-level.ts';
import {compressBody, type RequestBody} from './gzip/compress-body.ts';
import {halvePage, onlyItem, type PageLayout} from './halve-page.ts';
import type {FireflyLog} from './firefly-log.ts';
import type {FireflyAnswer} from './transport/firefly-request.ts';
import type {FireflyClient} from './transport/firefly-client.ts';

/** What a session needs: the contract that was agreed on, and what both contracts share. */
export interface SessionOptions {
  readonly contract: Contract;
  readonly client: FireflyClient;
  readonly engines: readonly GzipEngine[];
  /** `auto`: how well pages are compressed follows what they wait for. Default: the engines' own levels. */
  readonly gzipLevel?: 'auto' | undefined;
  readonly limits: SinkLimits;
  /** The run's own: ends every write. */
  readonly signal: AbortSignal;
  readonly log: FireflyLog;
}

/** A session over either contract: compresses, numbers, sends and halves pages, and lets no failed page be committed. */
export function createSession(options: SessionOptions): SinkSession {
  return new FireflySession(options);
}

/** A page that was compressed, and what is needed to take it apart again. */
interface CompressedPage {
  readonly stream: StreamName;
  readonly body: RequestBody;
  readonly offsets: readonly number[];
  readonly tailLength: number;
  /** Items of the whole page that stand before this part of it. */
  readonly before: number;
}

class FireflySession implements SinkSession {
  readonly #options: SessionOptions;
  readonly #warned = new Set<string>();
  readonly #abort = new AbortController();
  readonly #signal: AbortSignal;
  readonly #underWay = new Set<Promise<unknown>>();
  #pages = 0;
  /** Pages that wait for an answer. */
  #waiting = 0;
  #answered = 0;
  #level = fastestLevel;
  #failure: string | undefined;
  #ended = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#signal = AbortSignal.any([options.signal, this.#abort.signal]);
  }

  get protocol() {
    return this.#options.contract.protocol;
  }

  get streams() {
    return this.#options.contract.streams;
  }

  get takesEffect() {
    return this.#options.contract.takesEffect;
  }

  get limits() {
    return this.#options.limits;
  }

  format(stream: StreamName) {
    return this.#options.contract.format(stream);
  }

  announce(inventory: Parameters<SinkSession['announce']>[0]) {
    this.#options.contract.announce(inventory.resourceTypes);
  }

  async write(page: Page): Promise<WriteReceipt> {
    if (this.#ended) throw new FireflyIncompleteError('a page was written after the session had ended');
    const write = this.#write(page);
    this.#underWay.add(write);
    try {
      return await write;
    } catch (error) {
      this.#failure ??= messageOf(error);
      throw error;
    } finally {
      this.#underWay.delete(write);
    }
  }

  async commit(report: RunReport): Promise<void> {
    if (this.#ended) throw new FireflyIncompleteError('the session had already ended');
    const obstacle = this.#obstacle();
    if (obstacle !== undefined) {
      await this.#end(report, obstacle.message);
      throw obstacle;
    }
    this.#ended = true;
    await this.#options.contract.commit(report);
  }

  async abort(report: RunReport): Promise<void> {
    if (!this.#ended) await this.#end(report, report.reason ?? this.#failure);
  }

  /** Why a commit would tell Firefly an untruth. */
  #obstacle(): FireflyIncompleteError | undefined {
    if (this.#failure !== undefined) return new FireflyIncompleteError(this.#failure.replace(/\.$/, ''));
    const {size} = this.#underWay;
    return size === 0 ? undefined : new FireflyIncompleteError(`${size} pages are still under way`);
  }

  /** Nothing arrives after Firefly was told that this is the end. */
  async #end(report: RunReport, reason: string | undefined): Promise<void> {
    this.#ended = true;
    this.#abort.abort(new FireflyIncompleteError('the run ended before this page was acknowledged'));
    await Promise.allSettled(this.#underWay);
    await this.#options.contract.abort(report, reason);
  }

  async #write(page: Page): Promise<WriteReceipt> {
    try {
      const {stream, offsets, format} = page;
      const body = await compressBody(page.body, this.#options.engines, this.#nextLevel(stream));
      // From here on the compressed page is all that is kept; an uncompressed one is the page's own memory.
      if (body.bytes !== page.body) page.release();
      const tailLength = format.tail.byteLength;
      const receipt = await this.#deliver({stream, body, offsets, tailLength, before: 0});
      const warnings = this.#newWarnings(body.warnings);
      return warnings.length === 0 ? receipt : {...receipt, warnings};
    } finally {
      page.release();
    }
  }

  /** Gives the compressed page's memory back as soon as nobody needs it; not after a failure: there is no next page. */
  async #deliver(page: CompressedPage): Promise<WriteReceipt> {
    const {body: compressed, stream} = page;
    const {status, retries} = await this.#post(page);
    if (status === 204) {
      const sentBytes = compressed.bytes.byteLength;
      compressed.release();
      return {requests: 1, sentBytes, retries, oversized: []};
    }
    const layout: PageLayout = {
      body: await compressed.decompress(),
      offsets: page.offsets,
      tailLength: page.tailLength,
    };
    compressed.release();
    if (page.offsets.length <= 1) {
      return {requests: 0, sentBytes: 0, retries, oversized: [this.#oversized(page, layout)]};
    }
    // One after the other: a page that is taken apart takes no more than its own place among those in flight.
    const receipts = [{requests: 0, sentBytes: 0, retries, oversized: []} as WriteReceipt];
    let {before} = page;
    for (const {body: half, offsets, tailLength} of halvePage(layout)) {
      const body = await compressBody(half, this.#options.engines, this.#nextLevel(stream));
      receipts.push(await this.#deliver({stream, body, offsets, tailLength, before}));
      before += offsets.length;
    }
    return receipts.reduce(add);
  }

  #nextLevel(stream: StreamName): number | undefined {
    const {gzipLevel, limits} = this.#options;
    if (gzipLevel === undefined) return undefined;
    const places = limits.pagesInFlight[stream];
    this.#level = nextGzipLevel(this.#level, {waiting: this.#waiting, answered: this.#answered, places});
    return this.#level;
  }

  async #post(sent: CompressedPage): Promise<FireflyAnswer> {
    this.#waiting++;
    try {
      return await this.#send(sent);
    } finally {
      this.#waiting--;
      this.#answered++;
    }
  }

  #send({stream, body}: CompressedPage): Promise<FireflyAnswer> {
    const {client, contract} = this.#options;
    const page = ++this.#pages;
    return client.send(
      {
        purpose: `page ${page} (${stream})`,
        method: 'POST',
        url: contract.pageUrl(stream),
        headers: {...body.headers, ...contract.pageHeaders(page)},
        body: body.bytes,
        expected: [204, 413],
        refused: (refusal) => new FireflyPageRefusedError(stream, page, refusal),
      },
      this.#signal,
    );
  }

  #oversized({stream, before}: CompressedPage, layout: PageLayout): OversizedPageItem {
    const {description, bytes} = this.#options.contract.readItem(stream, onlyItem(layout));
    this.#options.log.warn('Firefly refused one item as too large', {...description, bytes});
    return {...description, stream, bytes, index: before};
  }

  /** Each sentence once a session: a run of a million pages repeats it on every one. */
  #newWarnings(warnings: readonly string[]): readonly string[] {
    const fresh = warnings.filter((warning) => !this.#warned.has(warning));
    for (const warning of fresh) this.#warned.add(warning);
    return fresh;
  }
}

function add(a: WriteReceipt, b: WriteReceipt): WriteReceipt {
  return {
    requests: a.requests + b.requests,
    sentBytes: a.sentBytes + b.sentBytes,
    retries: a.retries + b.retries,
    oversized: [...a.oversized, ...b.oversized],
  };
}
