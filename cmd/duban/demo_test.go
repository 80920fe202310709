package main

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"
)

// The demo is the program's main job from end to end.
func TestDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "督办演示")
	var out, errs bytes.Buffer
	a := &app{in: bytes.NewReader(nil), out: &out, err: &errs, now: time.Now}
	if code := a.run([]string{"demo", dir}); code != exitOK {
		t.Fatalf("exit %d\n%s\n%s", code, out.String(), errs.String())
	}
}
