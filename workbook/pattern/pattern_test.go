package pattern

import (
	"sync"
	"testing"
)

func TestPattern(t *testing.T) {
	p := New(`^(\d{4})年(\d{1,2})月$`)
	if p.compiled != nil && !eager {
		t.Error("compiled before it was used")
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if got := p.FindStringSubmatch("2024年9月"); len(got) != 3 || got[1] != "2024" || got[2] != "9" {
				t.Errorf("got %q", got)
			}
		})
	}
	wait.Wait()
	if got := New(`月[底末]`).ReplaceAllString("9月底、10月末", "月"); got != "9月、10月" {
		t.Errorf("got %q", got)
	}
}

func TestMalformed(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a malformed pattern did not panic")
		}
	}()
	New(`(`).MatchString("")
}
