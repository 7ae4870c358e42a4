import {writeFileSync} from 'node:fs';

/**
 * Preloaded (`node --import`) into a measured process: writes what it used to the file in `BENCH_USAGE_FILE` when it
 * ends. Its own cost is this file.
 */
const file = process.env['BENCH_USAGE_FILE'];
if (file !== undefined) {
  process.on('exit', () => {
    const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage();
    writeFileSync(
      file,
      JSON.stringify({cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024}),
    );
  });
}
