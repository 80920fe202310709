// Package pace tells, in tests, whether work grows with its input or with the square of it. It compares a computer with itself at the
// same moment, as its speed and load say nothing about the program.
package pace

import (
	"testing"
	"time"
)

const (
	times = 4  // times as much work
	bound = 10 // times as long; quadratic work takes sixteen times
	tries = 5  // other work on the computer slows single tries, hardly all
	blink = 100 * time.Millisecond
)

// Linear fails the test if a quarter of n does not take about a quarter of the time of n. work prepares its input before it calls
// start.
func Linear(t testing.TB, n int, work func(n int, start func())) {
	t.Helper()
	var short, long time.Duration
	for range tries {
		short, long = took(n/times, work), took(n, work)
		if long <= bound*short+blink {
			return
		}
	}
	t.Errorf("%d take %v, %d take %v", n/times, short, n, long)
}

func took(n int, work func(n int, start func())) time.Duration {
	began := time.Now()
	work(n, func() { began = time.Now() })
	return time.Since(began)
}
