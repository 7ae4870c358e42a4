// Preloaded (`node --import`) into a measured process: writes what it used to the file in `BENCH_USAGE_FILE` when it
// ends. Plain JavaScript: stripping types would itself take 35 MB and a tenth of a second in that process.
import {writeFileSync} from 'node:fs';

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
