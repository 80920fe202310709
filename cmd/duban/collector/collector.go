// Package collector says how much the garbage collector lets memory grow in each part of a run. Its settings hold for the whole
// process, so only the program itself may use it.
package collector

import (
	"runtime/debug"
	"runtime/metrics"
)

const (
	reserved = 64 << 20 // bytes
	share    = 50       // per cent
)

// reserve counts as memory in use, but is never touched, so that it takes no real memory.
var reserve []byte

// Start sets the collector for going through files. It then runs whenever memory in use has grown by share, and as the reserve counts
// as in use, not before so many bytes were allocated: most of a run reads files, judges them and drops them. With a share alone, as
// usual, the collector would run without end over little memory; and letting memory double, as usual too, would double it with
// thousands of returns. A run that only prints a few lines needs none of this: it ends before the collector would run at all.
func Start() {
	if reserve == nil {
		reserve = make([]byte, reserved)
	}
	debug.SetGCPercent(share)
}

// What memory may grow by while a long workbook is written or read row by row: as much as the last pieces of the inbox left room for,
// and if more is in use, a smaller share of it than in the rest of a run. The data of a row is small and is garbage by the next row;
// the usual share would take more memory than the rest of the run.
const (
	layingOut      = 40 << 20 // bytes
	layingOutShare = 20       // per cent
)

// LayingOut applies that setting; back restores the previous one.
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

const scoringShare = 25 // per cent

// Scoring sets the collector for working out the rounds of scores, until the run ends. Nearly everything made then stays until the
// scores are written, so memory need not grow by half: a year of 130 bureaus by task and month takes a tenth less than with 40 per
// cent, in the same time.
func Scoring() { debug.SetGCPercent(scoringShare) }
