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

// Files are read and judged in parallel, as many as there are processors. A file of fifty kilobytes may take a hundred megabytes meanwhile.
// So before a file is read it takes up its estimated memory in a room that all files share. Ordinary returns never wait there.

// RoomBytes is the memory for all files that are read and judged at a time, which is enough for some sixty returns. A file that needs more
// goes alone.
const RoomBytes = 128 << 20

// longBytes is the length above which a file goes alone already when its bytes are read. Those of shorter files are few compared with what
// reading makes of them.
const longBytes = 8 << 20

// Place is the part of the room that one file takes up until it leaves. A goroutine has at most one, so that none waits for itself. A nil
// Place takes up nothing; it is for files that are read one at a time.
type Place struct {
	room  *semaphore.Weighted
	taken int64
}

// Place makes a place in the session's room that takes up nothing yet.
func (s *Session) Place() *Place { return &Place{room: s.room} }

// ForBytes waits for the room that the bytes of a file of some length need. A file that is too long to be read needs none.
func (p *Place) ForBytes(size int64) {
	if size > longBytes && size <= xlsx.MaxFileBytes {
		p.take(RoomBytes)
	}
}

// ForCells waits for the room that reading a file's bytes as a workbook, and judging it, needs.
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
	// This context never ends, so there is no error. The longest-waiting file is served first.
	if p.room.Acquire(context.Background(), weight) == nil {
		p.taken = weight
	}
}

// Leave gives the room back.
func (p *Place) Leave() {
	p.room.Release(p.taken)
	p.taken = 0
}

// HeldCells is the most cells of a workbook that is held until it is judged, waitingCells the most cells of all that wait. A return has some
// three thousand. A small file that is filled in down to the last row has millions, which take a hundred times its length. A file that is
// not held is read again when its turn comes.
const (
	HeldCells    = 50_000
	waitingCells = 1_000_000
)

// bulky reports whether a workbook has too many cells to be held until it is judged, or kept in the cache.
func bulky(book *sheet.Book) bool { return book != nil && book.Cells() > HeldCells }

// Side calls do for 0 to n-1 in parallel, as many at a time as there are processors, beginning them in order. Each goroutine does many: one
// for each would have to grow a deep stack every time.
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

// holdCells takes n of the waitingCells; false if fewer are left.
func (s *Session) holdCells(n int64) bool { return s.queue.TryAcquire(n) }

// dropCells gives n of the waitingCells back.
func (s *Session) dropCells(n int64) { s.queue.Release(n) }
