package main

import (
	"context"

	"golang.org/x/sync/semaphore"

	"duban/workbook/xlsx"
)

// Files are read and judged side by side, as many as there are processors. A file of fifty kilobytes can take a hundred megabytes
// meanwhile: so each takes its place in a room that they share, by what it may become, before it is read. Ordinary returns never
// wait for each other there.

// roomBytes is how much memory the files may take that are read and judged at a time, which is that of some sixty returns. One
// that takes more than that goes alone.
const roomBytes = 128 << 20

// longBytes is how long a file is that goes alone before its bytes are in memory: those of others are little beside what is made
// of them.
const longBytes = 8 << 20

// place is what one file takes of the room until it leaves. Whoever has one takes no other. The nil one takes nothing, and is for
// what is read by itself.
type place struct {
	room  *semaphore.Weighted
	taken int64
}

func (s *session) place() *place { return &place{room: s.room} }

// forBytes waits for the place that the bytes of a file of some length take; of what is too long to be read they are not held.
func (p *place) forBytes(size int64) {
	if size > longBytes && size <= xlsx.MaxFileBytes {
		p.take(roomBytes)
	}
}

// forCells waits for the place that reading and judging a file takes, whose bytes were read.
func (p *place) forCells(data []byte) {
	if p != nil && p.taken == 0 {
		p.take(xlsx.Weight(data))
	}
}

func (p *place) take(weight int64) {
	if p == nil || weight == 0 {
		return
	}
	weight = min(weight, roomBytes)
	// The room is given to who waited longest, and this context never ends: there is no error.
	if p.room.Acquire(context.Background(), weight) == nil {
		p.taken = weight
	}
}

func (p *place) leave() {
	p.room.Release(p.taken)
	p.taken = 0
}
