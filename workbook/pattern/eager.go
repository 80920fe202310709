//go:build race

package pattern

// Under the race detector, with which every package is checked, all patterns are compiled at the start, so that a malformed one is
// found whether a test uses it or not.
const eager = true
