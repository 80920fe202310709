// Package pace tells, in tests, whether work grows with how much there is to do, or with its square. It compares one computer with itself
// at the same moment: how fast it is, and how busy, says nothing about the program.
package pace

import (
	"testing"
	"time"
)

const (
	times = 4  // as much work as before
	bound = 10 // times as long: what grows with its square takes sixteen times
	tries = 5  // other work on the computer slows any one of them, hardly all
	blink = 100 * time.Millisecond
)

// Linear fails the test where a quarter of n does not take about a quarter of the time that n takes. What is asked for is made by work
// before it calls start.
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
