// Package collector says how much the garbage collector lets memory grow, in each part of a run. It sets what holds for the whole
// process: none but the program itself may.
package collector

import (
	"runtime/debug"
	"runtime/metrics"
)

const (
	reserved = 64 << 20 // bytes
	share    = 50       // per cent
)

// reserve counts as memory in use but is never touched, so that it takes none.
var reserve []byte

// Start sets the collector for what goes through files. It runs whenever memory in use has grown by a share, and with the reserve
// for every so many bytes at the most while little is in use: most of a run is files that are read, judged and let go. With a
// share alone, the usual setting, it would run without end over little; and to let memory double, as is usual too, would take as
// much again where thousands of returns are. What only prints a few lines needs none of it, and is done before a collector that is
// left alone runs at all.
func Start() {
	if reserve == nil {
		reserve = make([]byte, reserved)
	}
	debug.SetGCPercent(share)
}

// What memory may grow by while a long workbook is laid out and written, or gone through row by row: what the last pieces of the
// inbox left room for, and where more is in use, a smaller share of it than in the rest of a run. What a row is made of is garbage
// by the next one, and little in all: the usual share would take more memory than the rest of the run.
const (
	layingOut      = 40 << 20 // bytes
	layingOutShare = 20       // per cent
)

// LayingOut sets the collector to that, and gives what sets it back.
func LayingOut() (back func()) {
	inUse := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(inUse)
	share := layingOutShare
	if n := inUse[0].Value; n.Kind() == metrics.KindUint64 {
		share = max(share, int(100*layingOut/max(layingOut, n.Uint64())))
	}
	before := debug.SetGCPercent(share)
	return func() { debug.SetGCPercent(before) }
}

const scoringShare = 40 // per cent

// Scoring sets the collector for when the rounds of scores are worked out, until the run ends: nearly all that is made then stays
// until the scores are written, so that memory need not double. Measured on a year of 130 bureaus by task and month it saves 80 of
// 430 MB, and no time is lost.
func Scoring() { debug.SetGCPercent(scoringShare) }
