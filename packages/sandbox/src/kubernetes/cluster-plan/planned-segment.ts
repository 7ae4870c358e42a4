import type {SegmentOptions} from './segment.ts';
import type {TemplateBuilder} from './template-builder.ts';

/** Objects to generate: which, and what they look like. */
export interface PlannedSegment extends SegmentOptions {
  /** One of them is chosen by chance for each object. */
  readonly variants: readonly TemplateBuilder[];
  /** False: objects keep their own size even when sizes are forced. Default true. */
  readonly sizable?: boolean;
}
