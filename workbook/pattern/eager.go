//go:build race

package pattern

// Under the race detector, which the checks run every package with, all patterns are compiled at the start: a malformed
// one cannot pass them, whether a test uses it or not.
const eager = true
