package outputs

import (
	"runtime/debug"
	"runtime/metrics"
)

// What the collector lets memory grow by while a long workbook is laid out and written, or gone through row by row: what the last
// pieces of the inbox left room for, and where more is in use, a smaller share of it than in the rest of a run. What a row is made of
// is garbage by the next one, and little in all: the usual share would take more memory than the rest of the run.
const (
	layingOut      = 40 << 20
	layingOutShare = 20 // per cent
)

// CollectLayingOut sets the collector to that, and gives what sets it back.
func CollectLayingOut() (back func()) {
	inUse := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(inUse)
	share := layingOutShare
	if n := inUse[0].Value; n.Kind() == metrics.KindUint64 {
		share = max(share, int(100*layingOut/max(layingOut, n.Uint64())))
	}
	before := debug.SetGCPercent(share)
	return func() { debug.SetGCPercent(before) }
}

// scoringShare is what the collector lets memory grow by from when the rounds of scores are worked out on, in per cent: nearly all
// that is made then stays until the scores are written, so that it need not double. Measured on a year of 130 bureaus by task and
// month it saves 80 of 430 MB, and no time is lost.
const scoringShare = 40
