package main

import (
	"slices"

	"duban/validate"
)

// listing holds what a run finds in its files to what is listed together.
type listing struct {
	validate.Listing
	// cutAt is how much is listed before it is cut the next time: however many files have something, the list is not gone through for
	// each of them.
	cutAt int
}

// add lists what was found in a file.
func (l *listing) add(o *output, found []validate.Finding) {
	l.Take(found)
	if o.findings = append(o.findings, found...); len(o.findings) > max(l.cutAt, 2*validate.MostListed) {
		l.fit(o)
		l.cutAt = 2 * len(o.findings)
	}
}

// fit leaves of all that is listed what has room.
func (l *listing) fit(o *output) { o.findings = slices.Clip(l.Cut(o.findings, nil)) }
