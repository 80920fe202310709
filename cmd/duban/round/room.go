package round

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/semaphore"

	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// Files are read and judged side by side, as many as there are processors. A file of fifty kilobytes can take a hundred megabytes
// meanwhile: so each takes its place in a room that they share, by what it may become, before it is read. Ordinary returns never
// wait for each other there.

// RoomBytes is how much memory the files may take that are read and judged at a time, which is that of some sixty returns. One
// that takes more than that goes alone.
const RoomBytes = 128 << 20

// longBytes is how long a file is that goes alone before its bytes are in memory: those of others are little beside what is made
// of them.
const longBytes = 8 << 20

// Place is what one file takes of the room until it leaves. Whoever has one takes no other. The nil one takes nothing, and is for
// what is read by itself.
type Place struct {
	room  *semaphore.Weighted
	taken int64
}

// Place is a place in the room of the run; nothing is taken yet.
func (s *Session) Place() *Place { return &Place{room: s.room} }

// ForBytes waits for the place that the bytes of a file of some length take; of what is too long to be read they are not held.
func (p *Place) ForBytes(size int64) {
	if size > longBytes && size <= xlsx.MaxFileBytes {
		p.take(RoomBytes)
	}
}

// ForCells waits for the place that reading and judging a file takes, whose bytes were read.
func (p *Place) ForCells(data []byte) {
	if p != nil && p.taken == 0 {
		p.take(xlsx.Weight(data))
	}
}

func (p *Place) take(weight int64) {
	if p == nil || weight == 0 {
		return
	}
	weight = min(weight, RoomBytes)
	// The room is given to who waited longest, and this context never ends: there is no error.
	if p.room.Acquire(context.Background(), weight) == nil {
		p.taken = weight
	}
}

// Leave gives the room back.
func (p *Place) Leave() {
	p.room.Release(p.taken)
	p.taken = 0
}

// HeldCells is how many cells of a workbook are held at the most until it is judged, waitingCells how many of all that wait. A return has
// some three thousand; a small file that is filled in down to the last row holds millions, which take a hundred times its
// length. What is not held is read again when its turn comes.
const (
	HeldCells    = 50_000
	waitingCells = 1_000_000
)

// bulky tells the workbooks that are not held until they are judged, and of which the cache keeps no cells.
func bulky(book *sheet.Book) bool { return book != nil && book.Cells() > HeldCells }

// Side does n things side by side, as many at a time as there are processors. They are begun in their order. Whoever does one
// goes on with the next: a goroutine for each would have to make room for a deep stack each time.
func Side(n int, do func(i int)) {
	var wait sync.WaitGroup
	var begun atomic.Int64
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := int(begun.Add(1)) - 1; i < n; i = int(begun.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wait.Wait()
}

// holdCells takes so many cells of those that are held of files that wait to be judged; false where there is no room for them.
func (s *Session) holdCells(n int64) bool { return s.queue.TryAcquire(n) }

// dropCells gives them back.
func (s *Session) dropCells(n int64) { s.queue.Release(n) }
