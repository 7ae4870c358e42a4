/** What `--by` takes; the first is the default. */
export const previewGroupings = ['type', 'namespace', 'kind'] as const;
/** What `-o` takes beside `--summary`; the first is the default. */
export const previewFormats = ['table', 'json', 'csv'] as const;

/** What rows are made by. */
export type PreviewGrouping = (typeof previewGroupings)[number];
/** How they are shown. */
export type PreviewFormat = (typeof previewFormats)[number];
