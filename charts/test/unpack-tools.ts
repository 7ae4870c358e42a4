import {unpackedTool} from './unpacked-tool.ts';

/** Vitest's global setup: unpacks helm before any test counts its time. */
export function setup(): void {
  unpackedTool('helm');
}
