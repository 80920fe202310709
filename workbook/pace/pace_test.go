package pace

import (
	"testing"
	"testing/synctest"
	"time"
)

// recorder is a test that records failures.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestLinear(t *testing.T) {
	for _, tt := range []struct {
		name   string
		each   func(n int) time.Duration
		failed bool
	}{
		{"as much as there is", func(n int) time.Duration { return time.Duration(n) * time.Millisecond }, false},
		{"its square", func(n int) time.Duration { return time.Duration(n*n) * time.Millisecond }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // with a clock that does not depend on a busy computer
				r := &recorder{TB: t}
				Linear(r, 20, func(n int, start func()) {
					time.Sleep(10 * time.Millisecond) // preparation, which is not counted
					start()
					time.Sleep(tt.each(n))
				})
				if r.failed != tt.failed {
					t.Errorf("failed: %v", r.failed)
				}
			})
		})
	}
}
