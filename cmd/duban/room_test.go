package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"duban/cmd/duban/round"
	"duban/workbook/archive"
	"duban/workbook/xlsx"
)

// mostLive gives the most memory, in bytes, that was live while do ran, as the garbage collector found it.
func mostLive(do func()) uint64 {
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	runtime.GC()
	stop, most := make(chan struct{}), make(chan uint64)
	go func() {
		var seen uint64
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		for {
			metrics.Read(live)
			seen = max(seen, live[0].Value.Uint64())
			select {
			case <-stop:
				most <- seen
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	do()
	close(stop)
	return <-most
}

// Files with many cells that came together are never all in memory at a time, however many processors there are: not when they are
// validated, filed, or marked up, and not when a round is worked out again from the archive.
func TestLargeFilesShareTheRoom(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(8))
	b := newBench(t)
	inbox := filepath.Join(b.dir, "回收", "2024-09")
	sent, err := os.ReadFile(filepath.Join(inbox, "发改局.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	const files, cells = 3, 250_000
	for i := range files {
		data := withCells(t, sent, cells+1000*i)
		if w := xlsx.Weight(data); w < round.RoomBytes/2 || w > round.RoomBytes {
			t.Fatalf("a file weighs %d", w)
		}
		writeFile(t, filepath.Join(inbox, fmt.Sprintf("发改局%d.xlsx", i)), data)
	}
	for _, step := range []string{"validate", "receive", "merge"} {
		if step == "merge" {
			if err := os.RemoveAll(filepath.Join(b.dir, "缓存")); err != nil {
				t.Fatal(err)
			}
		}
		code := exitOK
		live := mostLive(func() { code, _ = b.run(b.dir, archive.Disk{}, step) })
		if code == exitFailed {
			t.Errorf("%s: exit %d", step, code)
		}
		if t.Logf("%s: %d MB live", step, live>>20); live > round.RoomBytes*5/4 {
			t.Errorf("%s: %d MB were live at a time", step, live>>20)
		}
	}
}
