package main

import (
	"slices"

	"duban/validate"
)

// listing holds what a run finds in its files to what is listed together.
type listing struct {
	validate.Listing
	// cutAt is how much is listed before it is cut the next time.
	cutAt int
}

// add lists what was found in a file.
func (l *listing) add(o *output, found []validate.Finding) {
	l.Take(found)
	if o.findings = append(o.findings, found...); len(o.findings) > max(l.cutAt, validate.CutAt(0)) {
		l.fit(o)
		l.cutAt = validate.CutAt(len(o.findings))
	}
}

// fit leaves of all that is listed what has room.
func (l *listing) fit(o *output) { o.findings = slices.Clip(l.Cut(o.findings, nil)) }
