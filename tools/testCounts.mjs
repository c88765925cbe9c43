/** Reads how many tests passed, failed and were skipped from the test runner's JSON report. */

import { readFileSync } from "node:fs";

/**
 * A file that could not be loaded counts as one failure, and so does a runner that ends badly without naming a failed test.
 * @param {string} path the report
 * @param {number | null} exitCode how the runner ended
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function readCounts(path, exitCode) {
  const report = read(path);
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && (exitCode !== 0 || report.numPassedTests === 0) ? 1 : failed,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/** The line that continuous integration reads. */
export function summaryLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
